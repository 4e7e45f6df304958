/**
 * Notebooks that nobody looked at while the engine was built: notebooks and examples in source distributions on PyPI, their
 * galleries' scripts turned into the notebooks that the galleries offer. Fetched when the benchmark runs; nothing of them is
 * in git.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { environmentWith, versionsOf } from './environment.ts'
import { galleryNotebook } from './gallery.ts'
import { type Sdist, unpacked } from './sdist.ts'
import { cache } from './sources.ts'

export interface UnseenSet {
  readonly title: string
  /** Of the folder with its packages. */
  readonly environment: string
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

/** In the order in which they were first seen. */
export const unseenSets = JSON.parse(
  readFileSync(new URL('unseen.json', import.meta.url), 'utf8'),
) as readonly UnseenSet[]

export function versionsIn(set: UnseenSet): Record<string, string> {
  return versionsOf(set.pins)
}

/** The Python 3.11 that they run in; made once. @returns its path */
export function environmentOf(set: UnseenSet): string {
  return environmentWith(join(cache, set.environment), set.pins)
}

/** The text of a notebook of the set. */
export function textIn(set: UnseenSet, packageName: string, path: string): string {
  const sdist = set.sdists.find(({ name }) => name === packageName)!
  const text = readFileSync(join(unpacked(sdist, cache, environmentOf(set)), path), 'utf8')
  return path.endsWith('.py') ? galleryNotebook(text) : text
}
