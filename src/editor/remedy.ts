/** What a remedy is called on a button, and the command that brings it. */
import type { CommandId } from '../contributions.ts'
import type { Remedy } from '../platform/problem.ts'
import type { Translate } from './text.ts'

/** The button's text. */
export function remedyLabel(remedy: Remedy, t: Translate): string {
  return remedy.kind === 'order' ? t('Read in File Order') : t('Install ...')
}

/** What the button runs, and what it hands over. */
export function remedyCommand(remedy: Remedy): { readonly id: CommandId; readonly args: readonly unknown[] } {
  return remedy.kind === 'order'
    ? { id: 'shiploop.order.file', args: [remedy.notebook] }
    : { id: 'shiploop.install', args: [remedy] }
}
