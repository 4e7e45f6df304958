/** Rules of a linter about several lines together: branches that do the same, names that nobody reads. Pure. */
import { joinsStrings } from './strings.ts'

/** What a linter sees in the whole text. */
const ANYWHERE: readonly [RegExp, string][] = [
  [/\{[^{}:]*?(?<![\w.'"])('[^'\n]*'|"[^"\n]*"|[\w.]+)\s*,(?:[^{}:]*?,)?\s*\1\s*[,}]/, 'B033'],
  [/\{[^{}]*?(["'][^"'\n]*["']|\b\d+)\s*:[^{}]*?[,\s]\1\s*:/, 'F601'],
  [/^[ \t]+import \w+.*,/m, 'I001'],
  [/^([ \t]*)pass\n\1\S/m, 'PIE790'],
  [/^([ \t]+)(?!pass\b)\S.*\n\1pass$/m, 'PIE790'],
]

const ITEMS = /^\s*for (\w+), \w+ in (?:enumerate\(([\w.]+)\)|([\w.]+)\.items\(\)):$/
const LEAVES = /^\s*(?:return|break|continue)\b/

/** @param lines without empty ones; @returns codes of the rules that they break */
export function blocksIn(lines: readonly string[]): string[] {
  const text = lines.join('\n')
  const found = ANYWHERE.filter(([pattern]) => pattern.test(text)).map(([, rule]) => rule)
  if (joinsStrings(text)) found.push('ISC004')
  for (const [at, line] of lines.entries()) {
    const head = line.trim()
    const body = bodyOf(lines, at)
    if (body.length === 0) continue
    const next = lines[at + 1 + body.length]
    const follows = next !== undefined && indentOf(next) === indentOf(line) ? next.trim() : ''
    if (/^(?:el)?if\b/.test(head) && /^(?:elif|else)\b/.test(follows)) {
      const other = bodyOf(lines, at + 1 + body.length)
      if (other.join('\n') === body.join('\n')) found.push('SIM114')
    }
    if (/^(?:for|while)\b/.test(head)) {
      if (follows === 'else:') found.push('PLW0120')
      if (body.some((each) => /\b(?:lambda|def)\b/.test(each))) found.push('B023')
      const [, key, listed, mapped] = ITEMS.exec(line) ?? []
      const whole = listed ?? mapped
      if (whole !== undefined && body.some((each) => isRead(each, `${whole}[${key}]`)))
        found.push(...(listed === undefined ? ['PLR1733', 'PERF102'] : ['PLR1736']))
      const pair = /^\s*for \(?(\w+), (.+) in [\w.]+\.items\(\):$/.exec(line)?.slice(1) ?? []
      const isUsed = (name: string) => body.some((each) => new RegExp(`\\b${name}\\b`).test(each))
      if (pair.some((part) => !part.match(/\w+/g)?.some(isUsed))) found.push('PERF102')
    }
    if (head === 'finally:' && body.some((each) => LEAVES.test(each))) found.push('B012', 'SIM107')
    if (/^except\b/.test(head)) {
      const caught = head.replace(/\s+as\b.*|:$/g, '')
      if (lines.slice(at + 1).some((each) => each.trim().replace(/\s+as\b.*|:$/g, '') === caught))
        found.push('B025')
    }
    if (/^class\b/.test(head)) {
      const own = indentOf(body[0]!)
      const fields = body.flatMap((each) =>
        indentOf(each) === own ? (/^\s*(\w+)\s*=/.exec(each)?.[1] ?? []) : [],
      )
      if (new Set(fields).size < fields.length) found.push('PIE794')
    }
    if (/^(?:async\s+)?def\b/.test(head)) found.push(...inFunction(head, body))
  }
  return found
}

/** Whether a line reads an element, and does not only write it. */
function isRead(line: string, element: string): boolean {
  const at = line.lastIndexOf(element)
  return at >= 0 && !/^\s*(?:[^=]*\])?\s*=(?!=)/.test(line.slice(at + element.length))
}

/** Names that a function binds and never reads, and arguments that it binds anew. */
function inFunction(head: string, body: readonly string[]): string[] {
  // What `query('age > @limit')` reads is not seen.
  const text = body.map((line) => line.replace(/#.*$/, '').replace(/(?<=["'].*)@\w+/g, '')).join('\n')
  const bound = outsideBrackets(body).flatMap(
    (line) => /^\s*((?:\w+, )*\w+)\s*(?::[^=]+)?=(?!=)/.exec(line)?.[1]?.split(', ') ?? [],
  )
  const opened = [...text.matchAll(/\bas (\w+)\b/g)].map(([, name]) => name!)
  const found: string[] = []
  for (const name of new Set([...bound, ...opened])) {
    const written = [...bound, ...opened].filter((each) => each === name).length
    const seen = text.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0
    if (seen === written) found.push('F841', 'RUF059')
  }
  const loops = [...text.matchAll(/\b(?:for|as) (\w+)\b/g)].map(([, name]) => name!)
  const parameters = new Set(head.match(/\w+/g))
  if (loops.some((name) => parameters.has(name))) found.push('PLR1704')
  const imported = [...text.matchAll(/\bimport (\w+)$/gm)].map(([, name]) => name!)
  if (new Set(imported).size < imported.length) found.push('F811')
  if (imported.some((name) => loops.includes(name))) found.push('F402')
  return found
}

/** The lines that stand deeper than the one at `at`, up to the first that does not. */
function bodyOf(lines: readonly string[], at: number): readonly string[] {
  const own = indentOf(lines[at]!)
  let end = at + 1
  while (end < lines.length && indentOf(lines[end]!) > own) end += 1
  return lines.slice(at + 1, end)
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

/** The lines that stand within no brackets, neither at their beginning nor at their end. */
export function outsideBrackets(lines: readonly string[]): string[] {
  let depth = 0
  return lines.filter((line) => {
    const before = depth
    depth += (line.match(/[([{]/g)?.length ?? 0) - (line.match(/[)\]}]/g)?.length ?? 0)
    return before <= 0 && depth <= 0
  })
}
