import { resolve } from 'node:path'
import { readIterations } from '../../iteration/store.ts'
import { reportOf } from '../../learn/report.ts'
import { writeWhole } from '../../platform/files.ts'
import { iterationOption, pickIteration } from '../iteration.ts'
import { projectOf, projectOption } from '../project.ts'
import { textOption, type Verb } from '../verb.ts'

export const report: Verb = {
  usage: '[--iteration SLUG] [--out FILE]',
  summary: 'the stand-up report of a turn, in Markdown',
  words: { least: 0, most: 0 },
  options: {
    ...projectOption,
    ...iterationOption,
    out: { type: 'string', value: 'FILE', help: 'where to write it; without it, to the terminal' },
  },
  run: async (call) => {
    const iterations = await readIterations(await projectOf(call))
    const iteration = pickIteration(iterations, textOption(call.options, 'iteration'))
    const markdown = reportOf(iteration)
    const out = textOption(call.options, 'out')
    if (out === undefined) call.say(markdown.trimEnd())
    else {
      await writeWhole(resolve(out), markdown)
      call.say(`wrote ${resolve(out)}`)
    }
    return { iteration: iteration.slug, markdown }
  },
}
