import * as vscode from 'vscode'
import { type Translate, translator } from './text.ts'

let translate: Translate | null = null

/** Says what comes from the core in the person's language; what the editor says itself goes through `vscode.l10n.t`. */
export const say: Translate = (template, ...args) => {
  // The editor has read the extension's bundle once anything is said.
  translate ??= translator(vscode.l10n.bundle)
  return translate(template, ...args)
}
