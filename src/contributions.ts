/** Every id of the manifest once. A unit test holds package.json against this file in both directions. */
import type { Uri } from 'vscode'

/** A command and the types of what it is called with. */
interface Command<Args extends readonly unknown[]> {
  readonly args?: Args
}

function command<Args extends readonly unknown[] = []>(): Command<Args> {
  return {}
}

export const commands = {
  'shiploop.ship': command<[notebook?: Uri]>(),
  'shiploop.output.show': command(),
} as const

export type CommandId = keyof typeof commands
export type CommandArgs<Id extends CommandId> =
  (typeof commands)[Id] extends Command<infer Args> ? Args : never
