/** Every id of the manifest once. A unit test holds package.json against this file in both directions. */
import type { Uri } from 'vscode'
import type { Action } from './iteration/record.ts'
import type { Remedy } from './platform/problem.ts'

/** A command: where the palette offers it, and the types of what it is called with. */
interface Command<Args extends readonly unknown[]> {
  /** The palette's `when` clause; `false` for what only makes sense on a row or in a message. */
  readonly when: string | false
  readonly args?: Args
}

function command<Args extends readonly unknown[] = []>(when: string | false): Command<Args> {
  return { when }
}

/** Context keys, for `when` clauses. */
export const contextKeys = {
  /** The window has a project. */
  project: 'shiploop.project',
  /** What there is to know of the window's project is known: a view that is empty can say why. */
  ready: 'shiploop.ready',
  turns: 'shiploop.turns',
  serving: 'shiploop.serving',
  alarm: 'shiploop.alarm',
  timeBox: 'shiploop.timeBox',
  working: 'shiploop.working',
  // Steps of the walkthrough that are done. States and no events: of what was done before VS Code has opened the
  // walkthrough for the first time, it has heard nothing.
  notebook: 'shiploop.notebook',
  timeBoxed: 'shiploop.timeBoxed',
  shipped: 'shiploop.shipped',
  sent: 'shiploop.sent',
  decided: 'shiploop.decided',
} as const
export type ContextKey = keyof typeof contextKeys

const notebook = "activeEditor == 'workbench.editor.notebook' && isWorkspaceTrusted"
const project = 'shiploop.project'
const idle = 'shiploop.project && !shiploop.working && isWorkspaceTrusted'
const turns = 'shiploop.turns && !shiploop.working && isWorkspaceTrusted'
const serving = 'shiploop.serving && isWorkspaceTrusted'

/** The notebook's toolbar hands over its editor, a program the file. */
export type NotebookArgument = Uri | { readonly notebookEditor: { readonly notebookUri: Uri } }

/** What a row of a tree hands to a command from its menu. */
export interface RowArgument {
  readonly id: string
}

export const commands = {
  'shiploop.ship':
    command<[notebook?: NotebookArgument, options?: { readonly confirmed?: boolean }]>(notebook),
  'shiploop.init':
    command<[notebook?: NotebookArgument, options?: { readonly confirmed?: boolean }]>(notebook),
  'shiploop.export':
    command<[notebook?: NotebookArgument, options?: { readonly confirmed?: boolean }]>(notebook),
  'shiploop.run': command(idle),
  'shiploop.verify': command(turns),
  'shiploop.minimize': command(turns),
  'shiploop.exportMinimized': command<[options?: { readonly confirmed?: boolean }]>(turns),
  'shiploop.rebuild': command(turns),
  'shiploop.deploy': command<[iteration?: string | RowArgument]>(turns),
  'shiploop.deployShadow': command<[iteration?: string | RowArgument]>(serving),
  'shiploop.stop': command(serving),
  'shiploop.tryRow': command(serving),
  'shiploop.replay': command<[file?: Uri, label?: string]>(serving),
  'shiploop.feedback': command<[file?: Uri]>(serving),
  'shiploop.measure': command(turns),
  'shiploop.acknowledge': command(`${serving} && shiploop.alarm`),
  'shiploop.challenge': command<[cell?: number]>(turns),
  'shiploop.decide': command<[action?: Action | RowArgument, reason?: string, iteration?: string]>(turns),
  'shiploop.report': command<[iteration?: string | RowArgument]>(`${project} && shiploop.turns`),
  'shiploop.slice': command<[cell?: number]>(notebook),
  'shiploop.dashboard.open': command<[iteration?: string | RowArgument]>(project),
  'shiploop.compare': command<[iteration?: string | RowArgument]>(`${project} && shiploop.turns`),
  'shiploop.record.open': command<[iteration?: string | RowArgument]>(false),
  'shiploop.stage.open': command<[file?: string]>(false),
  'shiploop.stage.cells': command<[stage?: RowArgument]>(false),
  'shiploop.cancel': command('shiploop.working'),
  'shiploop.timeBox.start': command<[minutes?: number]>(`${project} && !shiploop.timeBox`),
  'shiploop.timeBox.extend': command<[minutes?: number, reason?: string]>('shiploop.timeBox'),
  'shiploop.timeBox.stop': command('shiploop.timeBox'),
  /** Has the cells of a notebook read in the order of the file, from now on: `order` in its shiploop.yaml. */
  'shiploop.order.file':
    command<[notebook?: NotebookArgument | string, options?: { readonly confirmed?: boolean }]>(notebook),
  'shiploop.install': command<[remedy?: Remedy, options?: { readonly confirmed?: boolean }]>(idle),
  'shiploop.python.select': command<[notebook?: Uri]>('isWorkspaceTrusted'),
  'shiploop.project.select': command(project),
  'shiploop.settings.open': command(project),
  'shiploop.output.show': command('true'),
} as const

export type CommandId = keyof typeof commands
export type CommandArgs<Id extends CommandId> =
  (typeof commands)[Id] extends Command<infer Args> ? Args : never

export const views = ['shiploop.iterations', 'shiploop.pipeline', 'shiploop.deployment'] as const
export type ViewId = (typeof views)[number]

/** Settings with their defaults. */
export const settings = {
  'shiploop.python': '',
  'shiploop.timeBox.minutes': 60,
  'shiploop.notebook.badges': true,
} as const
export type SettingId = keyof typeof settings
