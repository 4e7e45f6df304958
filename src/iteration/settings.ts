/** Reads `shiploop.yaml`, and writes the one that a project begins with. A person edits it. */
import { basename, join, relative } from 'node:path'
import { isMap, isScalar, parseDocument, type YAMLMap } from 'yaml'
import { readText } from '../platform/files.ts'
import { Problem } from '../platform/problem.ts'
import { Project, settingsSchema, type Settings } from './project.ts'
import { SETTINGS_FILE } from './find.ts'
import type { CellOrder } from './record.ts'
import { parseVersioned } from './versioned.ts'

/** How a person writes each setting: what is shown where one does not fit. */
const EXAMPLES: Readonly<Record<keyof Settings, string>> = {
  schema: 'schema: 1',
  name: 'name: cars',
  notebook: 'notebook: cars.ipynb',
  order: 'order: file',
  python: 'python: .venv/bin/python',
  requirement: 'requirement: { metric: accuracy, at_least: 0.9 }',
  labels: 'labels: 100',
  error_bound: 'error_bound: 180',
  kpi: 'kpi: the business number that the model should move',
  budgets: 'budgets: { notebook_minutes: 60 }',
  observe: 'observe: [year]',
  serve: 'serve: { port: 8080, idle_hours: 12 }',
}

/** Parses the text of a `shiploop.yaml`. @throws Problem naming line or key */
export function parseSettings(text: string, where: string): Settings {
  return parseVersioned(settingsSchema, 1, {}, parseYaml(text, where), where, EXAMPLES)
}

/** Parses YAML; a syntax error is a Problem with its line. */
export function parseYaml(text: string, where: string): unknown {
  const document = parseDocument(text)
  const [error] = document.errors
  if (error !== undefined)
    throw new Problem('The YAML is broken at line {0}: {1}', {
      args: [error.linePos?.[0].line ?? 1, reasonOf(error.message)],
      where,
      todo: 'Correct that line; nothing was changed.',
    })
  return document.toJS()
}

/** The place stands before it already. */
function reasonOf(message: string): string {
  return `${message
    .split('\n')[0]!
    .replace(/ at line \d+, column \d+:?$/, '')
    .replace(/\.$/, '')}.`
}

/** Opens the project of a folder. @throws Problem when there is none or its file is broken */
export async function openProject(folder: string): Promise<Project> {
  const file = join(folder, SETTINGS_FILE)
  const text = await readText(file, 'The project file', 'Make a project first: shiploop init NOTEBOOK')
  return new Project(folder, parseSettings(text, file))
}

/** The text of a `shiploop.yaml` with an order of the cells; the rest of it stays as a person wrote it. */
export function settingsInOrder(text: string, order: CellOrder): string {
  const document = parseDocument(text)
  const root = document.contents
  const pair = isMap(root) ? root.items.find(({ key }) => isScalar(key) && key.value === 'order') : undefined
  const after = isMap(root) && !root.flow ? root.items.find(isOfNotebook) : undefined
  const [start, end] = rangeOf(pair) ?? []
  if (start !== undefined) return `${text.slice(0, start)}${order}${text.slice(end)}`
  const [, , rest] = rangeOf(after) ?? []
  if (rest === undefined) {
    document.set('order', order)
    return document.toString()
  }
  // What stands behind the value, a comment, belongs to its line.
  const line = text.indexOf('\n', rest - 1)
  const before = line === -1 ? `${text}\n` : text.slice(0, line + 1)
  const newline = before.endsWith('\r\n') ? '\r\n' : '\n'
  return `${before}order: ${order}${newline}${line === -1 ? '' : text.slice(line + 1)}`
}

type Item = YAMLMap['items'][number]

function isOfNotebook({ key }: Item): boolean {
  return isScalar(key) && key.value === 'notebook'
}

/** Where the value begins and ends, and where what belongs to it ends. */
function rangeOf(pair: Item | undefined): readonly [number, number, number] | undefined {
  return isScalar(pair?.value) ? (pair.value.range ?? undefined) : undefined
}

/** The text of a new project's file, each setting with a line that says what it is for. */
export function newSettingsText(notebook: string, folder: string): string {
  const path = relative(folder, notebook).split('\\').join('/')
  const name =
    basename(notebook, '.ipynb')
      .replace(/[^A-Za-z0-9_.-]+/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '') || 'model'
  return `# A Shiploop project. What you write here is kept, comments too.
schema: 1
name: ${name}
notebook: ${JSON.stringify(path)}
# order: file            # the cells as they stand, as if run from top to bottom; without it, by their execution counts

# What the users of the model need, written before deploying; the gate compares live accuracy with it.
# requirement: { metric: accuracy, at_least: 0.90 }        # or { metric: mean_absolute_error, at_most: 15 }
# labels: 100            # live labels at which one interval is looked at, declared before deploying
# error_bound: 180       # regression: errors are clipped to [0, error_bound] in the target's unit
# kpi: "the business number that the model should move"
# observe: []            # columns of the data that are no features and that monitors watch
budgets:
  notebook_minutes: 60
`
}
