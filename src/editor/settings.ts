import * as vscode from 'vscode'
import type { SettingId, settings } from '../contributions.ts'

/** A setting as it is for a resource; the manifest gives the default. */
export function setting<Id extends SettingId>(
  id: Id,
  scope?: vscode.Uri,
): (typeof settings)[Id] extends number ? number : (typeof settings)[Id] extends boolean ? boolean : string {
  return vscode.workspace.getConfiguration(undefined, scope).get(id)!
}
