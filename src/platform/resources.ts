/** Binary files that Shiploop brings along. */
import { readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { installFolder } from './files.ts'

/**
 * Reads a wasm file: from `dist/` where Shiploop is bundled, from its package in a checkout.
 *
 * @param packageName npm package that holds the file at its top
 */
export async function readWasm(packageName: string, file: string): Promise<Uint8Array> {
  const folder = installFolder()
  const places = [join(folder, 'node_modules', packageName, file), join(folder, 'dist', file)]
  const place = places.find((path) => existsSync(path))
  if (place === undefined) throw new Error(`${file} is missing from the installation.`)
  return await readFile(place)
}
