// A workspace for the tests: a small notebook, and a copy of an example.
import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { root } from '../../scripts/setup/run.mjs'

/** @returns {string} the workspace's folder */
export function layWorkspace(folder, example = 'cars') {
  mkdirSync(folder, { recursive: true })
  cpSync(join(root, 'test/fixtures/workspace'), folder, { recursive: true })
  const source = join(root, 'examples', example)
  if (existsSync(source))
    cpSync(source, folder, {
      recursive: true,
      filter: (path) =>
        !['.shiploop', 'pipeline', 'iterations', '.ipynb_checkpoints'].includes(basename(path)),
    })
  return folder
}
