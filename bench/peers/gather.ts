/** Gather's slicer, from the registry: the engine of Microsoft's "Gather" extension. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const PACKAGE = '@msrvida/python-program-analysis'
const VERSION = '0.4.1'

interface GatherCell {
  text: string
  executionCount: number
  executionEventId: string
  persistentId: string
  hasError: boolean
  deepCopy: () => GatherCell
}
interface Slicer {
  logExecution: (cell: GatherCell) => void
  sliceLatestExecution: (id: string) => { cellSlices: readonly { textSliceLines: string }[] } | undefined
}

/** Installs it once. @returns a function that slices the last of some cells; null: it could not */
export function gather(cache: string): (cells: readonly string[]) => string | null {
  const folder = join(cache, 'gather')
  if (!existsSync(join(folder, 'node_modules', PACKAGE))) {
    mkdirSync(folder, { recursive: true })
    execFileSync('npm', [
      'install',
      '--silent',
      '--no-audit',
      '--no-fund',
      '--prefix',
      folder,
      `${PACKAGE}@${VERSION}`,
    ])
  }
  const load = createRequire(join(folder, 'here.js'))
  const { DataflowAnalyzer } = load(PACKAGE) as { DataflowAnalyzer: new () => object }
  const { ExecutionLogSlicer } = load(`${PACKAGE}/dist/es5/log-slicer`) as {
    ExecutionLogSlicer: new (analyzer: object) => Slicer
  }
  return (cells) => {
    try {
      const slicer = new ExecutionLogSlicer(new DataflowAnalyzer())
      cells.forEach((text, at) => {
        slicer.logExecution(cellOf(text, at + 1))
      })
      const slices = slicer.sliceLatestExecution(`cell ${cells.length}`)?.cellSlices
      return slices ? slices.map(({ textSliceLines }) => textSliceLines).join('\n') : null
    } catch {
      return null
    }
  }
}

function cellOf(text: string, count: number): GatherCell {
  const id = `cell ${count}`
  return {
    text,
    executionCount: count,
    executionEventId: id,
    persistentId: id,
    hasError: false,
    deepCopy: () => cellOf(text, count),
  }
}
