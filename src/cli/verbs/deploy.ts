import { join } from 'node:path'
import { deploy as put } from '../../deploy/supervisor.ts'
import type { Project } from '../../iteration/project.ts'
import type { Iteration } from '../../iteration/record.ts'
import { readIterations, writeIteration } from '../../iteration/store.ts'
import { Problem } from '../../platform/problem.ts'
import { timed } from '../../platform/progress.ts'
import { iterationOption, pickIteration } from '../iteration.ts'
import { alone, projectOf, projectOption } from '../project.ts'
import { deploymentAnswer, servingOf, withClient } from '../serving.ts'
import { textOption, type Call, type Verb } from '../verb.ts'

export const deploy: Verb = {
  usage: '[--iteration SLUG] [--shadow]',
  summary: "serve a turn's model; with --shadow beside the running one, answering nobody",
  words: { least: 0, most: 0 },
  options: {
    ...projectOption,
    ...iterationOption,
    shadow: { type: 'boolean', help: 'beside the running model, answering nobody' },
  },
  run: async (call) => {
    const project = await projectOf(call)
    return alone(project, 'deploy', async () => {
      const iteration = pickIteration(await readIterations(project), textOption(call.options, 'iteration'))
      return deployInto(call, project, iteration, call.options['shadow'] === true ? 'shadow' : 'champion')
    })
  },
}

/** Serves a turn's model and says so in its record; the caller holds the lock. */
export async function deployInto(
  call: Call,
  project: Project,
  iteration: Iteration,
  role: 'champion' | 'shadow',
) {
  const { model } = iteration
  if (model === undefined)
    throw new Problem('The turn "{0}" has no model yet.', {
      args: [iteration.title],
      todo: 'Build it: shiploop run',
    })
  if (model.refused !== null || model.hash === null)
    throw new Problem('The model of "{0}" can\'t be deployed: {1}', {
      args: [iteration.title, model.refused ?? 'it was not built'],
      ...(model.lacks !== undefined && { remedy: { kind: 'converter' } }),
    })
  const { hash } = model
  const request = { modelFolder: join(project.models, hash), iteration: iteration.id, signal: call.signal }
  const serving = await timed(
    call.report,
    'deploy',
    async () => {
      if (role === 'champion') return put(project, request)
      const running = await servingOf(project)
      await withClient(running, (client) => client.addShadow(hash, iteration.title))
      return running
    },
    () => (role === 'champion' ? 'server ready' : 'shadow of the running model'),
  )
  // What was measured as a shadow stays until there is more to say.
  const before = iteration.deployment
  await writeIteration(project, {
    ...iteration,
    deployment: {
      id: serving.deployment,
      started: before?.started ?? new Date().toISOString(),
      role,
      evidence: before?.evidence ?? null,
      alarm: before?.alarm ?? false,
      row: before?.row ?? null,
    },
  })
  call.say(`${serving.name} serves at ${serving.url}`)
  return deploymentAnswer(project, serving)
}
