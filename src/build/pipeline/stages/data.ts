/** The data files that each stage reads. */
import type { Unit } from './units.ts'

export interface StageData {
  /** From the notebook's folder; in the order in which they are read. */
  readonly files: readonly string[]
  /** Those that are surely read, so that there must be such a file. */
  readonly needed: readonly string[]
}

/**
 * Files that are read and that no statement before wrote, of the stages in their order.
 *
 * @param stages units of each
 */
export function dataOfStages(stages: readonly { readonly units: readonly Unit[] }[]): StageData[] {
  const written = new Set<string>()
  return stages.map(({ units }) => {
    const found = new Map<string, boolean>()
    for (const { files } of units) {
      for (const [path, sure] of files.reads)
        if (!written.has(path)) found.set(path, (found.get(path) ?? false) || sure)
      for (const path of files.writes) written.add(path)
    }
    const near = [...found].filter(([path]) => !isAbsolute(path))
    return {
      files: near.map(([path]) => path),
      needed: near.filter(([, sure]) => sure).map(([path]) => path),
    }
  })
}

/** A file elsewhere on the machine is no part of the project. */
function isAbsolute(path: string): boolean {
  return /^(?:[\\/~]|[A-Za-z]:)/.test(path)
}
