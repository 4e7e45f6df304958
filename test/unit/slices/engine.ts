/** Slices the cases with Shiploop's own analysis. */
import { readFileSync } from 'node:fs'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import type { Slice } from '../../../src/build/analysis/program.ts'
import { sliceOf } from '../../../src/build/analysis/slice/slice.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { interpreterAt } from '../../../src/platform/interpreter.ts'
import { type Judgement, judgeOf } from '../../../src/platform/python.ts'
import type { SliceCase } from './cases.ts'
import { interpreter } from './python.ts'

export type Answer = Slice | { readonly thrown: unknown }

export async function sliceCases(cases: readonly SliceCase[]): Promise<Answer[]> {
  const judge = together(judgeOf(interpreterAt(interpreter, '3.11', 'the examples')))
  const pinned = pinnedVersions()
  return Promise.all(
    cases.map(async ({ name, cells, cell, order, versions }): Promise<Answer> => {
      try {
        const notebook = parseNotebook(notebookJson(cells), `${name}.ipynb`)
        const options = { cell, order, judge, versions: { ...pinned, ...versions } }
        return sliceOf(await analyse(notebook, options), { cell })
      } catch (thrown) {
        return { thrown }
      }
    }),
  )
}

/** The case as Jupyter would have saved it. */
export function notebookJson(cells: SliceCase['cells']): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'python3', language: 'python', display_name: 'Python 3' } },
    cells: cells.map((cell) =>
      cell.kind === 'markdown'
        ? { cell_type: 'markdown', metadata: {}, source: cell.source }
        : {
            cell_type: 'code',
            metadata: {},
            source: cell.source,
            execution_count: cell.count,
            outputs:
              cell.raised === null
                ? []
                : [{ output_type: 'error', ename: cell.raised, evalue: '', traceback: [] }],
          },
    ),
  })
}

type Judge = (sources: readonly string[]) => Promise<Judgement>

/** Asks about the texts of all notebooks in one process: hundreds of starts would take a minute. */
function together(judge: Judge): Judge {
  let waiting: { sources: readonly string[]; answer: (judged: ReturnType<Judge>) => void }[] = []
  const flush = () => {
    const asked = waiting
    waiting = []
    const judged = judge(asked.flatMap(({ sources }) => sources))
    let from = 0
    for (const { sources, answer } of asked) {
      const start = from
      from += sources.length
      const end = from
      answer(judged.then((all) => ({ ...all, faults: all.faults.slice(start, end) })))
    }
  }
  return (sources) =>
    new Promise((answer) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ sources, answer })
    })
}

function pinnedVersions(): Record<string, string> {
  const pins = readFileSync(new URL('../../../examples/requirements.txt', import.meta.url), 'utf8')
  return Object.fromEntries(
    [...pins.matchAll(/^([\w-]+)==(\S+)/gm)].map(([, name, version]) => [name!, version!]),
  )
}
