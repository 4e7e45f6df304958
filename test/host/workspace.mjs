// A workspace for the tests: the cars, and a small notebook that is no project yet.
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { copyExample } from '../../scripts/example.mjs'
import { root } from '../../scripts/setup/run.mjs'

/** @returns {string} the workspace's folder */
export function layWorkspace(folder) {
  copyExample('cars', folder)
  cpSync(join(root, 'test/fixtures/workspace'), join(folder, 'flowers'), { recursive: true })
  return folder
}
