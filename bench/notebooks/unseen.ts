/**
 * Notebooks that nobody looked at while the engine was built: examples in source distributions on PyPI, their galleries'
 * scripts turned into the notebooks that the galleries offer. Fetched when the benchmark runs; nothing of them is in git.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { environmentWith, versionsOf } from './environment.ts'
import { galleryNotebook } from './gallery.ts'
import { type Sdist, unpacked } from './sdist.ts'
import { cache } from './sources.ts'

export interface UnseenList {
  /** Installed beside what the distributions themselves are. */
  readonly pins: readonly string[]
  readonly sdists: readonly Sdist[]
  readonly notebooks: readonly {
    readonly package: string
    /** Path in the distribution. */
    readonly notebook: string
    /** The last cell that prints a metric, among all cells. */
    readonly cell: number
  }[]
}

export const unseen = JSON.parse(readFileSync(new URL('unseen.json', import.meta.url), 'utf8')) as UnseenList

export const unseenVersions = versionsOf(unseen.pins)

/** The Python 3.11 that they run in; made once. @returns its path */
export function unseenEnvironment(): string {
  return environmentWith(join(cache, 'venv-unseen'), unseen.pins)
}

/** The text of a notebook of the list. */
export function unseenText(packageName: string, path: string): string {
  const sdist = unseen.sdists.find(({ name }) => name === packageName)!
  const text = readFileSync(join(unpacked(sdist, cache, unseenEnvironment()), path), 'utf8')
  return path.endsWith('.py') ? galleryNotebook(text) : text
}
