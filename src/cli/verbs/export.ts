import { explainSlice, explanationText } from '../../build/analysis/slice/explain.ts'
import { explainFeatures, featureText } from '../../build/pipeline/explainFeatures.ts'
import type { Choices } from '../../build/pipeline/write.ts'
import { planOrder } from '../../iteration/init.ts'
import type { Project } from '../../iteration/project.ts'
import { CELL_ORDERS } from '../../iteration/record.ts'
import { writeWhole } from '../../platform/files.ts'
import { exportInto } from '../build.ts'
import { notebookOf } from '../notebook.ts'
import { alone, projectOfNotebook, projectOption } from '../project.ts'
import { toolsOf } from '../tools.ts'
import {
  type Call,
  oneOf,
  type Option,
  type OptionValues,
  orderOption,
  pythonOption,
  textOption,
  UsageError,
  type Verb,
  wholeNumber,
} from '../verb.ts'

const CHANGED: Readonly<Record<string, Choices>> = {
  'keep-mine': 'keep mine',
  'take-new': 'take new',
  beside: 'write beside',
}

export const exportOptions = {
  ...projectOption,
  ...pythonOption,
  ...orderOption,
  cell: { type: 'string', value: 'N', help: 'the cell that evaluates the model, counted from 0' },
  title: { type: 'string', value: 'TEXT', help: "the turn's title" },
  changed: {
    type: 'string',
    value: Object.keys(CHANGED).join('|'),
    help: 'what becomes of scripts that a person changed (keep-mine)',
  },
} satisfies Record<string, Option>

export const exportVerb: Verb = {
  usage:
    'NOTEBOOK [--cell N] [--title TEXT] [--order file|counts] [--changed keep-mine|take-new|beside] [--minimized] [--explain]',
  summary: 'the minimal pipeline of the evaluated model, as scripts in pipeline/',
  words: { least: 1, most: 1 },
  options: {
    ...exportOptions,
    minimized: { type: 'boolean', help: 'without what `run --minimize` showed to be needless' },
    explain: { type: 'boolean', help: 'for each kept statement, which one needs it and through what' },
  },
  run: async (call) => {
    const before = await projectOfNotebook(call, notebookOf(call))
    const ordered = await planOrder(before, oneOf(call.options, 'order', CELL_ORDERS))
    const { project } = ordered ?? { project: before }
    const request = {
      cell: wholeNumber(call.options, 'cell'),
      changed: changedOption(call.options),
      minimized: call.options['minimized'] === true,
    }
    return alone(project, 'export', async () => {
      const { iteration, turn } = await exportInto(
        call,
        project,
        request,
        textOption(call.options, 'title'),
        await toolsOf(call, project),
      )
      if (ordered !== null) {
        await writeWhole(ordered.write.path, ordered.write.content)
        sayWritten(call, [ordered.write], project)
      }
      const { plan, statements, stages, files, conflicts, warnings } = turn.exported
      for (const stage of stages)
        call.say(`  ${stage.name.padEnd(9)} ${stage.kept} of ${stage.total} statements   ${stage.file}`)
      const { order } = project
      const answer = { iteration: iteration.slug, order, statements, stages, files, conflicts, warnings }
      if (call.options['explain'] !== true) return answer
      const explained = explainSlice(turn.understood.analysis, plan.slice)
      for (const each of explained) call.say(explanationText(each))
      const features = explainFeatures(turn.understood.analysis, plan)
      for (const each of features) call.say(featureText(each))
      return { ...answer, explained, features }
    })
  },
}

/** Files of the project that were written, and what of it a person should know. */
export function sayWritten(call: Call, writes: readonly { readonly path: string }[], project: Project): void {
  for (const { path } of writes) call.say(`  written   ${path}`)
  if (writes.some(({ path }) => path === project.settingsFile) && project.settings.order !== undefined)
    call.say(
      `  note: order: ${project.order} is in shiploop.yaml now; the other verbs and the editor go by it.`,
    )
}

/**
 * What `--changed` asks for; undefined without it.
 *
 * @throws UsageError for a word that it does not take
 */
export function changedOption(options: OptionValues): Choices | undefined {
  const word = textOption(options, 'changed')
  if (word === undefined) return undefined
  const choice = CHANGED[word]
  if (choice === undefined) throw new UsageError(`--changed takes ${Object.keys(CHANGED).join(', ')}.`)
  return choice
}
