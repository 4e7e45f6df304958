import { readIterations, writeIteration } from '../../iteration/store.ts'
import { buildChallenger } from '../../learn/challenger.ts'
import { withLog } from '../../learn/log.ts'
import { intervalText } from '../../learn/words.ts'
import { triedOnLog } from '../../learn/secondThoughts.ts'
import { timed } from '../../platform/progress.ts'
import { pickIteration } from '../iteration.ts'
import { alone, projectOf, projectOption } from '../project.ts'
import { servingOf, withClient } from '../serving.ts'
import { toolsOf } from '../tools.ts'
import { pythonOption, UsageError, type Verb, wholeNumber } from '../verb.ts'

export const challenge: Verb = {
  usage: '--cell N [--shadow]',
  summary: 'try a model that the notebook abandoned on the logged, labelled rows; --shadow: on those to come',
  words: { least: 0, most: 0 },
  options: {
    ...projectOption,
    ...pythonOption,
    cell: { type: 'string', value: 'N', help: 'the cell that evaluates the other model, counted from 0' },
    shadow: { type: 'boolean', help: 'try it on the rows to come' },
  },
  run: async (call) => {
    const cell = wholeNumber(call.options, 'cell')
    if (cell === undefined)
      throw new UsageError('--cell N is missing: the cell that evaluates the other model.')
    const project = await projectOf(call)
    return alone(project, 'challenge', async () => {
      const iterations = await readIterations(project)
      const iteration = pickIteration(iterations, undefined)
      const { tools } = await toolsOf(call, project)
      const challenger = await buildChallenger(project, cell, tools)
      if (call.options['shadow'] === true) {
        const serving = await servingOf(project)
        await withClient(serving, (client) => client.addShadow(challenger.hash, challenger.name))
        call.say(`${challenger.name} predicts beside the running model from now on.`)
        return { ...challenger, shadow: true }
      }
      const result = await timed(call.report, 'challenge', () =>
        withLog(project, (log) => triedOnLog(project, log, challenger, call.signal)),
      )
      const others = (iteration.challengers ?? []).filter(({ model }) => model !== result.model)
      await writeIteration(project, { ...iteration, challengers: [...others, result] })
      call.say(
        result.right === null
          ? `${result.name}: the error differs by ${result.difference === null ? 'nothing that can be said' : intervalText(result.difference, 'error')} on ${result.of} rows (below 0 it is better than the champion)`
          : `${result.name}: ${result.right} of ${result.of} right, the champion ${result.championRight ?? 'unknown'}`,
      )
      return result
    })
  },
}
