/** Python environments that benchmarks make once, outside git. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** @returns path of the Python in the folder, with these packages: `numpy==1.24.4` */
export function environmentWith(folder: string, pins: readonly string[]): string {
  const python = join(folder, 'bin', 'python')
  const made = join(folder, 'made')
  if (existsSync(made)) return python
  mkdirSync(dirname(folder), { recursive: true })
  run(fileURLToPath(new URL('../../examples/.venv/bin/python', import.meta.url)), ['-m', 'venv', folder])
  run(python, ['-m', 'pip', 'install', '--quiet', ...pins])
  writeFileSync(made, '')
  return python
}

/** `{ 'scikit-learn': '1.2.1', ... }` */
export function versionsOf(pins: readonly string[]): Record<string, string> {
  return Object.fromEntries(pins.map((pin) => pin.split('==') as [string, string]))
}

function run(program: string, args: readonly string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
}
