/** Small notebooks with their right slices, written as data in test/fixtures/slices (its README tells the notation). */
import { readdirSync, readFileSync } from 'node:fs'
import * as v from 'valibot'
import { parse } from 'yaml'
import { CELL_ORDERS, type CellOrder } from '../../../src/iteration/record.ts'

/** What becomes of a line: needed, kept as a guard, out, or either. */
export type Mark = '+' | '*' | '-' | '?'

export interface CaseCell {
  readonly kind: 'code' | 'markdown'
  readonly source: string
  /** One per line of the source; of markdown none. */
  readonly marks: readonly Mark[]
  /** Execution count; null: the cell never ran. */
  readonly count: number | null
  /** Name of the exception that its run ended with. */
  readonly raised: string | null
}

export interface SliceCase {
  readonly group: string
  readonly name: string
  readonly cells: readonly CaseCell[]
  /** Index of the criterion among all cells. */
  readonly cell: number
  /** What the criterion cell shows; null where a refusal is the only right answer. */
  readonly prints: string | null
  /** Words that the refusal must contain; null: a refusal is wrong. */
  readonly refusal: readonly string[] | null
  /** A refusal is as good as a right slice. */
  readonly mayRefuse: boolean
  /** Words that the warnings must contain. */
  readonly warns: readonly string[]
  /** `file`: the cells are read from top to bottom, whatever their counts, and so run in Python. */
  readonly order: CellOrder
  /** Versions of packages that the analysis is told instead of the installed ones. */
  readonly versions: Readonly<Record<string, string>>
  /** What the script must not contain: the needless half of a line. */
  readonly lacks: readonly string[]
}

const folder = new URL('../../fixtures/slices/', import.meta.url)

const marked = v.string()
const cellSchema = v.union([
  marked,
  v.strictObject({ markdown: v.string() }),
  v.strictObject({
    code: marked,
    count: v.optional(v.nullable(v.number())),
    raised: v.optional(v.string()),
  }),
])
const caseSchema = v.strictObject({
  name: v.string(),
  cells: v.array(cellSchema),
  cell: v.optional(v.number()),
  prints: v.optional(v.nullable(v.string()), null),
  refusal: v.optional(v.array(v.string())),
  mayRefuse: v.optional(v.boolean(), false),
  warns: v.optional(v.array(v.string()), []),
  order: v.optional(v.picklist(CELL_ORDERS), 'counts'),
  versions: v.optional(v.record(v.string(), v.string()), {}),
  lacks: v.optional(v.array(v.string()), []),
})

export function readCases(): SliceCase[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
  return files.toSorted().flatMap((file) => {
    const raw = v.parse(v.array(caseSchema), parse(readFileSync(new URL(file, folder), 'utf8')))
    return raw.map((each) => toCase(file.replace('.yaml', ''), each))
  })
}

function toCase(group: string, raw: v.InferOutput<typeof caseSchema>): SliceCase {
  let counter = 0
  const cells = raw.cells.map((cell): CaseCell => {
    if (typeof cell !== 'string' && 'markdown' in cell)
      return { kind: 'markdown', source: cell.markdown, marks: [], count: null, raised: null }
    const { code, count, raised } = typeof cell === 'string' ? { code: cell } : cell
    counter += 1
    return {
      kind: 'code',
      ...unmarked(code, raw.name),
      count: count === undefined ? counter : count,
      raised: raised ?? null,
    }
  })
  return {
    group,
    name: raw.name,
    cells,
    cell: raw.cell ?? cells.findLastIndex((cell) => cell.kind === 'code'),
    prints: raw.prints,
    refusal: raw.refusal ?? null,
    mayRefuse: raw.mayRefuse,
    warns: raw.warns,
    order: raw.order,
    versions: raw.versions,
    lacks: raw.lacks,
  }
}

/** Takes the gutter of marks off a cell; an empty line has the mark of the line above. */
function unmarked(code: string, name: string): { source: string; marks: Mark[] } {
  const marks: Mark[] = []
  const lines = code.replace(/\n$/, '').split('\n')
  const source = lines.map((line) => {
    const found = /^([-+*?])(?: (.*))?$/.exec(line)
    if (!found && line !== '') throw new Error(`${name}: the line «${line}» has no mark.`)
    marks.push(found ? (found[1] as Mark) : (marks.at(-1) ?? '-'))
    return found?.[2] ?? ''
  })
  return { source: source.join('\n'), marks }
}
