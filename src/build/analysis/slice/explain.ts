/** Why each statement of a slice is kept: which later statement needs it, and through what. Pure. */
import type { Analysis, Dependence, Slice, StatementId } from '../program.ts'

export interface Explanation {
  readonly statement: StatementId
  /** Index of its cell among all cells of the file, and its 1-based first line there. */
  readonly cell: number
  readonly line: number
  /** First line of its text. */
  readonly text: string
  /** Asked for by the criterion itself, whoever needs it: a run has shown that it must stay. */
  readonly asked: boolean
  readonly neededBy: readonly Need[]
  /** No chain of certain dependences leads from the metric to it: it is kept because something could not be known. */
  readonly unknown: boolean
}

export interface Need {
  readonly cell: number
  readonly line: number
  /** In words: `df`, `column 'age' of df`, `numpy's random stream`. */
  readonly through: readonly string[]
  readonly certain: boolean
}

/** @returns one explanation for each kept statement, in order of execution */
export function explainSlice(analysis: Analysis, slice: Slice): Explanation[] {
  const certain = certainlyKept(slice)
  const asked = askedFor(slice)
  return slice.statements.map((id) => {
    const { cell, startLine: line, source } = analysis.statements[id]!
    const reasons = slice.because.get(id) ?? []
    return {
      statement: id,
      cell,
      line,
      text: firstLine(source),
      asked: asked.has(id),
      neededBy: needsOf(analysis, reasons),
      unknown: !certain.has(id),
    }
  })
}

/** For people: `7:1  cars = ...`, and below it who needs it. */
export function explanationText({ cell, line, text, asked, neededBy, unknown }: Explanation): string {
  const reasons = neededBy.map(
    (need) => `${need.cell}:${need.line} needs ${need.through.join(', ')}${need.certain ? '' : ' (perhaps)'}`,
  )
  if (asked) reasons.push('without it another metric came out')
  // Effects of what raised end somewhere inside, so all of it stays.
  if (reasons.length === 0) reasons.push('it belongs to what raised when the notebook ran')
  if (unknown) reasons.push('kept because it could not be known')
  return `${cell}:${line}  ${text}\n      ${reasons.join('; ')}`
}

function askedFor({ criterion }: Slice): Set<StatementId> {
  if ('statements' in criterion) return new Set(criterion.statements)
  return new Set('expressions' in criterion ? criterion.also : [])
}

/** What certain dependences lead to, beginning at the criterion. */
function certainlyKept(slice: Slice): Set<StatementId> {
  const { statements, because, criterion } = slice
  const roots = new Set<StatementId>(
    'expressions' in criterion ? criterion.expressions.map(({ statement }) => statement) : [],
  )
  const found = new Set([
    ...askedFor(slice),
    ...statements.filter((id) => (because.get(id) ?? []).length === 0),
  ])
  const counts = ({ needs, certain }: Dependence) => certain && (found.has(needs) || roots.has(needs))
  // Loops lead backwards too, so that one pass over the order of execution is not enough.
  for (let before = -1; before !== found.size;) {
    before = found.size
    for (const id of statements.toReversed())
      if (!found.has(id) && (because.get(id) ?? []).some(counts)) found.add(id)
  }
  return found
}

/** One entry for each statement that needs it, the nearest first. */
function needsOf(analysis: Analysis, reasons: readonly Dependence[]): Need[] {
  const byStatement = new Map<StatementId, Dependence[]>()
  for (const reason of reasons) {
    const all = byStatement.get(reason.needs)
    if (all) all.push(reason)
    else byStatement.set(reason.needs, [reason])
  }
  return [...byStatement]
    .toSorted(([one], [other]) => one - other)
    .map(([id, all]) => {
      const { cell, startLine: line } = analysis.statements[id]!
      return {
        cell,
        line,
        through: plainWords(all.map(({ through }) => through)),
        certain: all.some(({ certain }) => certain),
      }
    })
}

/** Leaves out parts of things that are named whole: `the content of df` beside `df`, `'0' of numbers` beside that. */
function plainWords(words: readonly string[]): string[] {
  const plain = new Set(words.map((each) => each.replace(/^.*'#\w+' of /, 'the content of ')))
  const isWhole = (thing: string) => plain.has(thing) || plain.has(`the content of ${thing}`)
  return [...plain].filter((each) => {
    const [, part, holder] = /^(.+) of (.+)$/.exec(each) ?? []
    if (holder === undefined || part === 'the random stream') return true
    return part === 'the content' ? !plain.has(holder) : !isWhole(holder)
  })
}

function firstLine(source: string): string {
  return source.split('\n')[0]!.trimEnd()
}
