/** Names what a linter would say about the author's own habits: the code stays as it was written. */
import { blocksIn, outsideBrackets } from './blocks.ts'
import { HABITS, NESTED, ONE_LINE } from './habits.ts'
import type { Line } from '../text/lines.ts'

/** Codes of the rules that the lines break, for one comment at the head of the file. */
export function habitsIn(lines: readonly Line[]): string[] {
  const code = withoutDocstrings(lines).filter((each) => !each.inString && each.text.trim() !== '')
  const texts = code.map(({ text }) => text)
  const alone = outsideBrackets(texts)
  const found = HABITS.flatMap(([pattern, ...rules]) =>
    rules.filter((rule) => (ONE_LINE.has(rule) ? alone : texts).some((text) => pattern.test(text))),
  )
  for (const [first, second, rule] of NESTED)
    if (code.some(({ text }, at) => first.test(text) && second.test(code[at + 1]?.text ?? '')))
      found.push(rule)
  if (code.some(({ text }) => /^from \S+ import \*$/.test(text))) found.push('F401', 'F403', 'F405')
  if (code.some(({ text }) => /^from __future__ import .*\bannotations\b/.test(text)))
    if (texts.some((text) => /(?::|->)\s*["'][A-Za-z_]/.test(text) && /\bdef\b|^\s*\w+:/.test(text)))
      found.push('UP037')
  if (hasMutableField(code)) found.push('RUF012')
  found.push(...blocksIn(texts))
  const all = code.map(({ text }) => text).join('\n')
  if (/\bfor (\w+) in ([\w.]+)(?:\.keys\(\))?:\n(?:.*\n)*?.*\b\2\[\1\]/.test(all)) found.push('PLC0206')
  return found
}

/** Several lines of a docstring that this program wrote: prose, no habit. */
function withoutDocstrings(lines: readonly Line[]): Line[] {
  let within = false
  return lines.filter(({ text }) => {
    const quotes = text.match(/"""/g)?.length ?? 0
    const ends = within && quotes === 1
    if (ends || (quotes === 1 && /^\s*[rR]?"""/.test(text))) within = !within
    return !within && !ends
  })
}

/** `seen = []` in the body of a class. */
function hasMutableField(code: readonly Line[]): boolean {
  let body = -1
  return code.some(({ text }) => {
    const indent = text.length - text.trimStart().length
    if (/^\s*class\b/.test(text)) body = indent + 4
    else if (indent < body) body = -1
    return indent === body && /^\s*\w+\s*(?::(?!.*ClassVar)[^=]+)?=\s*(?:[[{]|(?:list|dict|set)\()/.test(text)
  })
}

/**
 * Variables that a function binds and never uses, by the rule that says so.
 *
 * @param read what a linter sees read: not what `query('age > @limit')` does
 */
export function unusedIn(
  bound: readonly { readonly name: string; readonly unpacked: boolean }[],
  read: ReadonlySet<string>,
): string[] {
  const unused = bound.filter(({ name }) => !read.has(name))
  // Unpacked from a display, `a, b = 1, 2`, it is both.
  return [...new Set(unused.flatMap(({ unpacked }) => (unpacked ? ['RUF059', 'F841'] : ['F841'])))]
}

/** Which of ruff's rules are on by default depends on its version: RUF100 would complain about the others. */
export function exemption(codes: readonly string[]): string[] {
  return codes.length === 0 ? [] : [`# ruff: noqa: RUF100, ${[...new Set(codes)].sort().join(', ')}`]
}
