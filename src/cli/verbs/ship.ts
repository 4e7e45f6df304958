import { resolve } from 'node:path'
import { carryOut, planInit } from '../../iteration/init.ts'
import { exportInto, runInto } from '../build.ts'
import { alone, notebookOf } from '../project.ts'
import { toolsOf } from '../tools.ts'
import { textOption, wholeNumber, type Verb } from '../verb.ts'
import { deployInto } from './deploy.ts'
import { changedOption, exportOptions } from './export.ts'

export const ship: Verb = {
  usage: 'NOTEBOOK [--cell N] [--title TEXT]',
  summary: 'init, export, run and deploy in one go',
  words: { least: 1, most: 1 },
  options: exportOptions,
  run: async (call) => {
    const notebook = notebookOf(call)
    const folder = textOption(call.options, 'project')
    const plan = await planInit(notebook, folder === undefined ? undefined : resolve(folder))
    const project = await carryOut(plan)
    for (const { path } of plan.writes) call.say(`  wrote     ${path}`)
    return alone(project, 'ship', async () => {
      const request = { cell: wholeNumber(call.options, 'cell'), changed: changedOption(call.options) }
      const workshop = await toolsOf(call, project)
      await exportInto(call, project, request, textOption(call.options, 'title'), workshop)
      const iteration = await runInto(call, project, workshop)
      for (const metric of iteration.metrics ?? [])
        call.say(`  ${metric.name} = ${metric.scripts ?? 'unknown'}`)
      return deployInto(call, project, iteration, 'champion')
    })
  },
}
