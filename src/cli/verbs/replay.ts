import { join, resolve } from 'node:path'
import { readSignature } from '../../build/model/folder.ts'
import { replay as send } from '../../learn/replay.ts'
import { readTable } from '../../platform/table.ts'
import { projectOf, projectOption } from '../project.ts'
import { servingOf, withClient } from '../serving.ts'
import { textOption, wholeNumber, type Verb } from '../verb.ts'

export const replay: Verb = {
  usage: 'FILE [--label COLUMN] [--limit N]',
  summary: 'send the rows of a table as requests, and their labels later',
  words: { least: 1, most: 1 },
  options: { ...projectOption, label: { type: 'string' }, limit: { type: 'string' } },
  run: async (call) => {
    const project = await projectOf(call)
    const path = resolve(call.words[0] ?? '')
    const table = (await readTable(path)).slice(0, wholeNumber(call.options, 'limit'))
    const serving = await servingOf(project)
    const signature = await readSignature(join(project.models, serving.model))
    const { report, signal } = call
    const label = textOption(call.options, 'label')
    const { sent, labelled } = await withClient(serving, (client) =>
      send(client, signature, table, { label, where: path, report, signal }),
    )
    return { sent, labelled }
  },
}
