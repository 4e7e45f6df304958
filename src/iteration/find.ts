/** Where projects are, by their `shiploop.yaml`; nothing is read. */
import { dirname, join, resolve } from 'node:path'
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
