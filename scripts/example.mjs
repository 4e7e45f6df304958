// A fresh copy of an example: its notebook and data, and nothing of an earlier run.
import { cpSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { root } from './setup/run.mjs'

const MADE_BY_RUNS = ['.shiploop', 'pipeline', 'iterations', '.ipynb_checkpoints', '__pycache__']

/** @returns {string} `folder` */
export function copyExample(example, folder) {
  mkdirSync(folder, { recursive: true })
  cpSync(join(root, 'examples', example), folder, {
    recursive: true,
    filter: (path) => !MADE_BY_RUNS.includes(basename(path)),
  })
  return folder
}
