import { resolve } from 'node:path'
import { carryOut, planInit } from '../../iteration/init.ts'
import { parseNotebook } from '../../build/notebook/read.ts'
import { readText } from '../../platform/files.ts'
import { notebookOf } from '../notebook.ts'
import { projectOption } from '../project.ts'
import { textOption, type Verb } from '../verb.ts'

export const init: Verb = {
  usage: 'NOTEBOOK [--project DIR]',
  summary: 'make a project of a notebook: shiploop.yaml beside it, or in a folder of its own',
  words: { least: 1, most: 1 },
  options: projectOption,
  run: async (call) => {
    const notebook = notebookOf(call)
    parseNotebook(await readText(notebook, 'The notebook'), notebook)
    const folder = textOption(call.options, 'project')
    const plan = await planInit(notebook, folder === undefined ? undefined : resolve(folder))
    const project = await carryOut(plan)
    for (const { path } of plan.writes) call.say(`wrote ${path}`)
    if (plan.writes.length === 0) call.say(`${project.folder} is a project already; nothing was written.`)
    return { project: project.folder, written: plan.writes.map(({ path }) => path) }
  },
}
