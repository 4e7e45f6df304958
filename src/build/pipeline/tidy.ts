/** Names what a linter would say about the author's own habits: the code stays as it was written. */
import type { Line } from './lines.ts'

/** Rules that ruff has on by default, in some version, and how a line looks that breaks them. */
const HABITS: readonly [RegExp, string][] = [
  [/\bexcept\s+(Base)?Exception\b/, 'BLE001'],
  [/\b(dict|list|tuple)\((\w+\s*=[^=]|\))/, 'C408'],
  [/\bset\(\[/, 'C405'],
  [/\bdict\(\[\(/, 'C406'],
  [/\b(sorted|list|tuple|set|sum)\(\s*(list|tuple|sorted)\(/, 'C414'],
  [/\bmap\(lambda\b/, 'C417'],
  [/[=!]=\s*None\b|\bNone\s*[=!]=/, 'E711'],
  [/[=!]=\s*(True|False)\b|\b(True|False)\s*[=!]=/, 'E712'],
  [/\bnot\s+[\w.[\]'"]+\s+in\b/, 'E713'],
  [/\bnot\s+[\w.[\]'"]+\s+is\b/, 'E714'],
  [/\btype\([^)]*\)\s*[=!]=|[=!]=\s*type\(/, 'E721'],
  [/^\s*except\s*:/, 'E722'],
  [/^\s*[A-Za-z_]\w*(\s*:[^=]+)?\s*=\s*lambda\b/, 'E731'],
  [/^\s*(for\s+)?(l|O|I)\s*(=(?!=)|in\b)|\bas\s+(l|O|I)\s*:/, 'E741'],
  [/^\s*(class|if|for|while|with|try|except)\b[^#'"[{(]*:\s+[^#\s]/, 'E701'],
  [/\bf"[^"{}]*"(?!")|\bf'[^'{}]*'(?!')/, 'F541'],
  [/^\s*except\b.*\bas\s+\w+\s*:/, 'F841'],
  [/^\s*from builtins import/, 'UP029'],
  [/\b(list|sorted)\([^()]*\)\[0\]/, 'RUF015'],
  [/(?<!with )\bopen\(/, 'SIM115'],
  [/\bin\s+[\w.]+\.keys\(\)/, 'SIM118'],
  [/["']\s*%\s*[\w(]/, 'UP031'],
  [/["']\.format\(/, 'UP032'],
]

/** Codes of the rules that the lines break, for one comment at the head of the file. */
export function habitsIn(lines: readonly Line[]): string[] {
  const code = lines.filter((each) => !each.inString)
  const found = HABITS.filter(([pattern]) => code.some(({ text }) => pattern.test(text))).map(
    ([, rule]) => rule,
  )
  if (code.some(({ text }, at) => /^\s*except\b/.test(text) && /^\s*pass\b/.test(code[at + 1]?.text ?? '')))
    found.push('S110')
  if (code.some(({ text }) => /^from \S+ import \*$/.test(text))) found.push('F401', 'F403', 'F405')
  return found
}

/** Variables that a function binds and never uses, by the rule that says so. */
export function unusedIn(
  bound: readonly { readonly name: string; readonly unpacked: boolean }[],
  text: string,
): string[] {
  const once = bound.filter(({ name }) => text.match(new RegExp(`\\b${name}\\b`, 'g'))?.length === 1)
  return [...new Set(once.map(({ unpacked }) => (unpacked ? 'RUF059' : 'F841')))]
}

/** Which of ruff's rules are on by default depends on its version: RUF100 would complain about the others. */
export function exemption(codes: readonly string[]): string[] {
  return codes.length === 0 ? [] : [`# ruff: noqa: RUF100, ${[...new Set(codes)].sort().join(', ')}`]
}
