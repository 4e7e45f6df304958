import { readIterations, writeIteration } from '../../iteration/store.ts'
import { withLog } from '../../learn/log.ts'
import { measured } from '../../learn/measure.ts'
import { iterationLines, tableOf } from '../../learn/table.ts'
import { clippedText, OTHER_BOUND } from '../../learn/words.ts'
import { timed } from '../../platform/progress.ts'
import { iterationOption, pickIteration } from '../iteration.ts'
import { alone, projectOf, projectOption } from '../project.ts'
import { textOption, type Verb } from '../verb.ts'

export const measure: Verb = {
  usage: '[--iteration SLUG]',
  summary: "drift, accuracy and latency as of now, into the turn's record, with the advice",
  words: { least: 0, most: 0 },
  options: { ...projectOption, ...iterationOption },
  run: async (call) => {
    const project = await projectOf(call)
    return alone(project, 'measure', async () => {
      const iterations = await readIterations(project)
      const before = pickIteration(iterations, textOption(call.options, 'iteration'))
      const after = await timed(call.report, 'measure', () =>
        withLog(project, (log) => measured(project, log, iterations, before)),
      )
      await writeIteration(project, after)
      const all = iterations.map((each) => (each.id === after.id ? after : each))
      call.say(tableOf(iterationLines(all).filter(({ id }) => id === after.id)))
      const clipped = clippedText(after.accuracy)
      if (clipped !== null) call.say(`${clipped} ${OTHER_BOUND}`)
      call.say(`advice: ${after.advice!.action}. ${after.advice!.reasons.join(' ')}`)
      return after
    })
  },
}
