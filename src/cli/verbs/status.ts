import { deploymentOf } from '../../deploy/deployment.ts'
import { readIterations } from '../../iteration/store.ts'
import { withLog } from '../../learn/log.ts'
import { measured } from '../../learn/measure.ts'
import { statusLines } from '../../learn/status.ts'
import { Problem } from '../../platform/problem.ts'
import { projectOf, projectOption } from '../project.ts'
import { deploymentAnswer } from '../serving.ts'
import type { Verb } from '../verb.ts'

export const status: Verb = {
  usage: '',
  summary: 'what runs, is it right, has the world moved, what to do',
  words: { least: 0, most: 0 },
  options: projectOption,
  run: async (call) => {
    const project = await projectOf(call)
    const deployment = await deploymentOf(project)
    if (!call.json) {
      const iterations = await readIterations(project)
      const served = deployment.state === 'serving' ? deployment.iteration : null
      const turn = iterations.find(({ id }) => id === served) ?? iterations.at(-1) ?? null
      const lost: Problem[] = []
      const now =
        turn === null
          ? null
          : await withLog(project, (log) => measured(project, log, iterations, turn)).catch(
              (error: unknown) => {
                // The model or the log was deleted: what runs and what the record says can still be told.
                if (!(error instanceof Problem)) throw error
                lost.push(error)
                return turn
              },
            )
      const newest = iterations.at(-1)
      for (const line of statusLines(
        project.settings.name,
        deployment,
        now,
        newest?.id === now?.id ? now?.advice : newest?.advice,
      ))
        call.say(line)
      for (const problem of lost) call.say(`note: ${problem.sentence}`)
    }
    return deploymentAnswer(project, deployment)
  },
}
