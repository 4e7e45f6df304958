import { stop as stopServer } from '../../deploy/supervisor.ts'
import { projectOf, projectOption } from '../project.ts'
import type { Verb } from '../verb.ts'

export const stop: Verb = {
  usage: '',
  summary: 'stop the model server',
  words: { least: 0, most: 0 },
  options: projectOption,
  run: async (call) => {
    const stopped = await stopServer(await projectOf(call))
    call.say(stopped ? 'stopped' : 'nothing was running')
    return { state: 'stopped', stopped }
  },
}
