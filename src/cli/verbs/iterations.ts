import { readIterations } from '../../iteration/store.ts'
import { iterationLines, iterationTable } from '../../learn/table.ts'
import { projectOf, projectOption } from '../project.ts'
import type { Verb } from '../verb.ts'

export const iterations: Verb = {
  usage: '',
  summary: 'the turns so far, newest first',
  words: { least: 0, most: 0 },
  options: projectOption,
  run: async (call) => {
    const all = await readIterations(await projectOf(call))
    call.say(all.length === 0 ? 'No turn yet. Begin one: shiploop ship NOTEBOOK' : iterationTable(all))
    return {
      iterations: iterationLines(all).map((line, index) => ({
        ...line,
        record: all[all.length - 1 - index],
      })),
    }
  },
}
