import { exportRebuild, runInto } from '../build.ts'
import { alone, projectOf, projectOption } from '../project.ts'
import { pythonOption, toolsOf } from '../tools.ts'
import { textOption, type Verb } from '../verb.ts'

export const run: Verb = {
  usage: '[--rebuild [--title TEXT]]',
  summary: 'run the scripts, compare them with the notebook, make and check the model',
  words: { least: 0, most: 0 },
  options: { ...projectOption, ...pythonOption, rebuild: { type: 'boolean' }, title: { type: 'string' } },
  run: async (call) => {
    const project = await projectOf(call)
    return alone(project, 'run', async () => {
      const workshop = await toolsOf(call, project)
      if (call.options['rebuild'] === true)
        await exportRebuild(call, project, textOption(call.options, 'title'), workshop)
      const iteration = await runInto(call, project, workshop)
      for (const metric of iteration.metrics ?? [])
        call.say(`  ${metric.name} = ${metric.scripts ?? 'unknown'}`)
      if (iteration.model?.refused != null)
        call.say(`  This model can't be deployed: ${iteration.model.refused}`)
      return iteration
    })
  },
}
