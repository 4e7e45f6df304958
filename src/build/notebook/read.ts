/** Reads the text of an .ipynb file (nbformat 3 and 4). */
import * as v from 'valibot'
import { Problem } from '../../platform/problem.ts'
import type { Cell, Notebook, Output } from './notebook.ts'

const text = v.pipe(
  v.optional(v.union([v.string(), v.array(v.string())]), ''),
  v.transform((value) => (typeof value === 'string' ? value : value.join(''))),
)
const count = v.optional(v.nullable(v.number()), null)

const outputSchema = v.looseObject({
  output_type: v.string(),
  name: v.optional(v.string()),
  stream: v.optional(v.string()),
  text: v.optional(text),
  data: v.optional(v.record(v.string(), v.unknown())),
  ename: v.optional(v.string()),
  evalue: v.optional(v.string()),
  traceback: v.optional(v.array(v.string())),
  execution_count: count,
  prompt_number: count,
})

const cellSchema = v.looseObject({
  cell_type: v.string(),
  source: text,
  input: text,
  level: v.optional(v.number()),
  language: v.optional(v.string()),
  execution_count: count,
  prompt_number: count,
  outputs: v.optional(v.array(outputSchema), []),
})

const metadataSchema = v.optional(
  v.looseObject({
    kernelspec: v.optional(v.looseObject({ name: v.optional(v.string()), language: v.optional(v.string()) })),
    language_info: v.optional(v.looseObject({ name: v.optional(v.string()) })),
  }),
  {},
)

const notebookSchema = v.looseObject({
  nbformat: v.number(),
  metadata: metadataSchema,
  cells: v.optional(v.array(cellSchema)),
  worksheets: v.optional(v.array(v.looseObject({ cells: v.optional(v.array(cellSchema), []) }))),
})

/**
 * @param json content of the file
 * @param path names the notebook in Problems
 * @throws Problem when it is cut off, no notebook, or not in Python
 */
export function parseNotebook(json: string, path: string): Notebook {
  const raw = parsed(json, path)
  const result = v.safeParse(notebookSchema, raw)
  if (!result.success)
    throw new Problem('The file is no Jupyter notebook ({0}).', {
      args: [issueOf(result.issues[0])],
      where: path,
      todo: 'Name an .ipynb file.',
    })
  const { nbformat, metadata, cells, worksheets } = result.output
  if (nbformat < 3)
    throw new Problem('The notebook has the old format {0}; formats 3 and 4 are read.', {
      args: [nbformat],
      where: path,
      todo: 'Open it in Jupyter and save it.',
    })
  const rawCells = cells ?? worksheets?.flatMap((sheet) => sheet.cells)
  if (!rawCells)
    throw new Problem('The file is no Jupyter notebook (it has no cells).', {
      where: path,
      todo: 'Name an .ipynb file.',
    })
  const language = (
    metadata.language_info?.name ??
    metadata.kernelspec?.language ??
    rawCells.find((cell) => cell.language !== undefined)?.language ??
    'python'
  ).toLowerCase()
  if (!/^i?python\d*$/.test(language))
    throw new Problem("The notebook's kernel speaks {0}, not Python.", {
      args: [language],
      where: path,
      todo: 'Choose a notebook with a Python kernel.',
    })
  const name = path
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.ipynb$/, '')
  return {
    path,
    name,
    language: 'python',
    kernel: metadata.kernelspec?.name ?? 'python3',
    cells: rawCells.map(toCell),
  }
}

function parsed(json: string, path: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const cut = /end of JSON|Unterminated|Expected .* after/.test(message) && !/[}\]]\s*$/.test(json)
    throw new Problem(
      cut || json.trim() === '' ? 'The notebook is cut off: {0}.' : 'The file is no Jupyter notebook: {0}.',
      {
        args: [json.trim() === '' ? 'the file is empty' : message],
        where: path,
        todo: 'Restore it, for example from a checkpoint or from git.',
        cause: error,
      },
    )
  }
}

function issueOf(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue)
  return path === null ? 'not a JSON object' : `${path} is missing or of another type`
}

type RawCell = v.InferOutput<typeof cellSchema>

function toCell(raw: RawCell, index: number): Cell {
  const kind = raw.cell_type === 'code' ? 'code' : raw.cell_type === 'raw' ? 'raw' : 'markdown'
  const source = (raw.source === '' ? raw.input : raw.source).replace(/\r\n?/g, '\n')
  return {
    index,
    kind,
    source,
    executionCount: kind === 'code' ? (raw.execution_count ?? raw.prompt_number) : null,
    outputs: raw.outputs.map(toOutput),
  }
}

function toOutput(raw: v.InferOutput<typeof outputSchema>): Output {
  switch (raw.output_type) {
    case 'stream': {
      const name = (raw.name ?? raw.stream) === 'stderr' ? 'stderr' : 'stdout'
      return { kind: 'stream', name, text: raw.text ?? '' }
    }
    case 'error':
    case 'pyerr':
      return {
        kind: 'error',
        name: raw.ename ?? '',
        value: raw.evalue ?? '',
        traceback: raw.traceback ?? [],
      }
    default: {
      const plain = v.safeParse(text, raw.data?.['text/plain'] ?? raw.text ?? '')
      return {
        kind: raw.output_type === 'execute_result' || raw.output_type === 'pyout' ? 'result' : 'display',
        text: plain.success ? plain.output : '',
        mimes: Object.keys(raw.data ?? { 'text/plain': '' }),
        executionCount: raw.execution_count ?? raw.prompt_number,
      }
    }
  }
}
