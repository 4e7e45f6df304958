import { exportRebuild, minimizeInto, runInto } from '../build.ts'
import { lackingOf } from '../lacking.ts'
import { alone, projectOf, projectOption } from '../project.ts'
import { toolsOf } from '../tools.ts'
import { pythonOption, textOption, type Verb, wholeNumber } from '../verb.ts'

const MINUTES = 10

export const run: Verb = {
  usage: '[--verify | --minimize] [--minutes N] [--rebuild [--title TEXT]]',
  summary: 'run the scripts, compare them with the notebook (--verify: with several runs), check the model',
  words: { least: 0, most: 0 },
  options: {
    ...projectOption,
    ...pythonOption,
    verify: { type: 'boolean', help: 'run notebook and scripts several times, and mend what differs' },
    minimize: { type: 'boolean', help: 'find statements without which the metric stays equal' },
    minutes: { type: 'string', value: 'N', help: `how long --verify and --minimize may take (${MINUTES})` },
    rebuild: { type: 'boolean', help: 'a new turn that learns from the labelled live rows as well' },
    title: { type: 'string', value: 'TEXT', help: 'the title of that turn' },
  },
  run: async (call) => {
    const project = await projectOf(call)
    const minutes = wholeNumber(call.options, 'minutes') ?? MINUTES
    return alone(project, 'run', async () => {
      const workshop = await toolsOf(call, project)
      if (call.options['minimize'] === true) return minimizeInto(call, project, workshop, minutes)
      if (call.options['rebuild'] === true)
        await exportRebuild(call, project, textOption(call.options, 'title'), workshop)
      const verifying = call.options['verify'] === true
      const iteration = await runInto(call, project, workshop, verifying ? minutes : null)
      for (const metric of iteration.metrics ?? [])
        call.say(`  ${metric.name} = ${metric.scripts ?? 'unknown'}`)
      if (!verifying && iteration.metrics?.some(({ equal }) => !equal))
        call.say('  To find out why they differ, and to mend it: shiploop run --verify')
      const lacking = await lackingOf(project, iteration, workshop.tools)
      if (lacking !== null) call.say(`  ${lacking.sentence}`)
      else if (iteration.model?.refused != null)
        call.say(`  This model can't be deployed: ${iteration.model.refused}`)
      return iteration
    })
  },
}
