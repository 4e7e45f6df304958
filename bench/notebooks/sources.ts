/**
 * Real notebooks by others, fetched when the benchmark runs: Debian's documentation packages of scikit-learn (BSD-3-Clause)
 * and statsmodels (BSD-3-Clause). Nothing of them is part of this repository. They run in an environment of their time.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { environmentWith, versionsOf } from './environment.ts'

export const cache = fileURLToPath(new URL('../.cache/', import.meta.url))

/** The packages that the notebooks were written for. */
const PINS = [
  'numpy==1.24.4',
  'scipy==1.10.1',
  'pandas==1.5.3',
  'scikit-learn==1.2.1',
  'matplotlib==3.7.5',
  'seaborn==0.12.2',
  'statsmodels==0.13.5',
]

export const versions = versionsOf(PINS)

/** Whether the packages of the notebooks can be had here. */
export function available(): boolean {
  return existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg-deb')
}

/** The Python 3.9 to 3.11 that the notebooks run in; made once. @returns its path */
export function environment(): string {
  return environmentWith(join(cache, 'venv'), PINS)
}

/** The text of a notebook in a documentation package of Debian, which is fetched and unpacked once. */
export function notebookText(packageName: string, notebook: string): string {
  const folder = join(cache, packageName)
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true })
    run('apt-get', ['download', packageName], cache)
    const archive = readdirSync(cache).find((file) => file.startsWith(`${packageName}_`))!
    run('dpkg-deb', ['-x', archive, `${packageName}.part`], cache)
    renameSync(join(cache, `${packageName}.part`), folder)
  }
  // The same notebook may be in two folders, one of them compressed.
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .findLast((path) => basename(path).replace(/\.gz$/, '') === notebook)
  if (file === undefined) throw new Error(`${packageName} has no ${notebook}.`)
  const bytes = readFileSync(join(folder, file))
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

/** Names of all notebooks of a package; none when it was not fetched yet. */
export function fetched(packageName: string): string[] {
  const folder = join(cache, packageName)
  if (!existsSync(folder)) return []
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return [...new Set(files.map((file) => basename(file).replace(/\.gz$/, '')))].filter((name) =>
    name.endsWith('.ipynb'),
  )
}

function run(program: string, args: readonly string[], cwd?: string): void {
  execFileSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
}
