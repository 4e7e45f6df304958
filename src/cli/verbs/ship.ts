import { carryOut, planInit } from '../../iteration/init.ts'
import { CELL_ORDERS } from '../../iteration/record.ts'
import { understandTurn } from '../../learn/turn.ts'
import { exportInto, runInto } from '../build.ts'
import { lackingOf } from '../lacking.ts'
import { notebookOf } from '../notebook.ts'
import { alone, folderFor } from '../project.ts'
import { toolsOf } from '../tools.ts'
import { oneOf, textOption, wholeNumber, type Verb } from '../verb.ts'
import { deployInto } from './deploy.ts'
import { changedOption, exportOptions, sayWritten } from './export.ts'

export const ship: Verb = {
  usage: 'NOTEBOOK [--cell N] [--title TEXT] [--order file|counts]',
  summary: 'init, export, run and deploy in one go',
  words: { least: 1, most: 1 },
  options: exportOptions,
  run: async (call) => {
    const notebook = notebookOf(call)
    const order = oneOf(call.options, 'order', CELL_ORDERS)
    const plan = await planInit(notebook, await folderFor(call, notebook), order)
    const { project } = plan
    const cell = wholeNumber(call.options, 'cell')
    const changed = changedOption(call.options)
    // A notebook that can't be shipped is refused before anything is written.
    const workshop = await toolsOf(call, project)
    const understood = await understandTurn(project, cell, workshop.tools)
    return alone(project, 'ship', async () => {
      const title = textOption(call.options, 'title')
      await exportInto(call, project, { cell, changed, understood }, title, workshop)
      await carryOut(plan)
      sayWritten(call, plan.writes, project)
      const iteration = await runInto(call, project, workshop)
      for (const metric of iteration.metrics ?? [])
        call.say(`  ${metric.name} = ${metric.scripts ?? 'unknown'}`)
      const lacking = await lackingOf(project, iteration, workshop.tools)
      if (lacking !== null) throw lacking
      return deployInto(call, project, iteration, 'champion')
    })
  },
}
