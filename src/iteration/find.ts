/** Where projects are, by their `shiploop.yaml`; nothing is read. */
import { dirname, join, parse, resolve } from 'node:path'
import { exists } from '../platform/files.ts'

export const SETTINGS_FILE = 'shiploop.yaml'

/** The project of a path: the folder itself or the nearest one above that has a `shiploop.yaml`. */
export function findProjectFolder(path: string): string | null {
  let folder = resolve(path)
  for (;;) {
    if (exists(join(folder, SETTINGS_FILE))) return folder
    const parent = dirname(folder)
    if (parent === folder) return null
    folder = parent
  }
}

/** The folder that a notebook's project gets where the one beside it is another notebook's: named after the notebook. */
export function ownFolderOf(notebook: string): string {
  const { dir, name } = parse(notebook)
  return join(dir, name)
}

/** The project that is shown with a notebook: its own folder's, else the nearest around it. */
export function findProjectFolderOf(notebook: string): string | null {
  return findProjectFolder(hasOwnFolder(notebook) ? ownFolderOf(notebook) : dirname(notebook))
}

/** Whether there is a project in the notebook's own folder. */
export function hasOwnFolder(notebook: string): boolean {
  return exists(join(ownFolderOf(notebook), SETTINGS_FILE))
}
