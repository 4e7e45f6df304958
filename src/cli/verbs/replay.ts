import { join, resolve } from 'node:path'
import { readSignature } from '../../build/model/folder.ts'
import { type MadeRows, makerOf, missingFeatures, withFeatures } from '../../learn/featureRows.ts'
import { replay as send } from '../../learn/replay.ts'
import { readTable } from '../../platform/table.ts'
import { projectOf, projectOption } from '../project.ts'
import { servingOf, withClient } from '../serving.ts'
import { toolsOf } from '../tools.ts'
import { readIterations } from '../../iteration/store.ts'
import { type Labels } from '../../build/model/truth.ts'
import { pythonOption, textOption, type Verb, wholeNumber } from '../verb.ts'

export const replay: Verb = {
  usage: 'FILE [--label COLUMN] [--limit N]',
  summary: 'send the rows of a table as requests, and their labels later',
  words: { least: 1, most: 1 },
  options: {
    ...projectOption,
    ...pythonOption,
    label: { type: 'string', value: 'COLUMN', help: 'the column of the truth, sent as labels' },
    limit: { type: 'string', value: 'N', help: 'only the first N rows' },
  },
  run: async (call) => {
    const project = await projectOf(call)
    const path = resolve(call.words[0] ?? '')
    const given = (await readTable(path)).slice(0, wholeNumber(call.options, 'limit'))
    const serving = await servingOf(project)
    const folder = join(project.models, serving.model)
    const signature = await readSignature(folder)
    const missing = missingFeatures(signature, given)
    let made: MadeRows = { table: given, refused: new Map() }
    if (missing.length > 0) {
      const { tools } = await toolsOf(call, project)
      made = await withFeatures(project, folder, signature, given, tools.interpreter, path)
      call.say(`${makerOf(signature)} made ${missing.join(', ')} of ${signature.features!.takes.join(', ')}.`)
    }
    const { report, signal } = call
    const label = textOption(call.options, 'label')
    const turns = await readIterations(project)
    const begins = turns.findLast(({ model }) => model?.hash === serving.model)?.model?.begins ?? null
    if (label !== undefined && label === signature.labels?.column) call.say(labelsLine(signature.labels))
    return withClient(serving, (client) =>
      send(client, signature, made, { label, begins, where: path, report, signal }),
    )
  },
}

/** How labels in the raw column's own words become the model's. */
function labelsLine({ column, names, function: name, scale, offset }: Labels): string {
  if (names !== null)
    return `Labels of ${column} as the notebook makes classes of them: ${Object.entries(names)
      .slice(0, 8)
      .map(([raw, made]) => `${raw} -> ${made}`)
      .join(', ')}.`
  const made = name === 'same' ? column : `${name}(${column})`
  const scaled = scale === 1 && offset === 0 ? made : `${scale} * ${made} + ${offset}`
  return `Labels of ${column} as the notebook makes them: ${scaled}.`
}
