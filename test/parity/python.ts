import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '..', '.venv')

/** The pinned Python that the parity tests compare with; `npm test` makes it from test/requirements.txt. */
export const parityPython =
  process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python')

/**
 * Runs a script there.
 *
 * @param script reads `data` (what is given here) and sets `answer`, both plain JSON
 */
export function askPython(script: string, data: unknown): unknown {
  const whole = `import json, sys\ndata = json.load(sys.stdin)\n${script}\njson.dump(answer, sys.stdout)\n`
  const answer = execFileSync(parityPython, ['-c', whole], { input: JSON.stringify(data), encoding: 'utf8' })
  return JSON.parse(answer)
}
