import { bringConverter, planConverter } from '../../build/model/side.ts'
import { alone, projectOf, projectOption } from '../project.ts'
import { toolsOf } from '../tools.ts'
import { pythonOption, type Verb } from '../verb.ts'

export const install: Verb = {
  usage: '[--python PATH]',
  summary: 'bring the model converter into .shiploop/python/; the environment stays as it is',
  words: { least: 0, most: 0 },
  options: { ...projectOption, ...pythonOption },
  run: async (call) => {
    const project = await projectOf(call)
    return alone(project, 'install', async () => {
      const { tools } = await toolsOf(call, project)
      const plan = await planConverter(project, tools.interpreter, call.signal)
      const { folder, packages, line, isDone } = plan
      if (packages.length === 0) {
        call.say('The environment has all that a conversion needs; nothing was installed.')
        return { folder: null, packages, line: null }
      }
      if (!isDone) {
        call.say(line)
        await bringConverter(project, plan, tools)
      }
      call.say(`Only the conversion sees ${folder}. Build the model again: shiploop run`)
      return { folder, packages, line }
    })
  },
}
