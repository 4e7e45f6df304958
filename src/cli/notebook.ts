import { resolve } from 'node:path'
import { exists } from '../platform/files.ts'
import { Problem } from '../platform/problem.ts'
import type { Call } from './verb.ts'

/** The notebook that the first word names. */
export function notebookOf(call: Call): string {
  const path = resolve(call.words[0] ?? '')
  if (!exists(path))
    throw new Problem('The notebook does not exist.', { where: path, todo: 'Check the path.' })
  return path
}
