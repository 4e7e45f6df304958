/** Marks what a linter would say about the author's own habits: the code stays as it was written. */
import type { Line } from './lines.ts'

/** Rules of ruff's default set, and how a line looks that breaks them. */
const HABITS: readonly [RegExp, string][] = [
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
]

export function withNoqa(lines: readonly Line[]): Line[] {
  return lines.map((each) => {
    if (each.inString || /#\s*noqa/.test(each.text) || /"""|'''/.test(each.text)) return each
    const codes = HABITS.filter(([pattern]) => pattern.test(each.text)).map(([, code]) => code)
    return codes.length === 0 ? each : { ...each, text: `${each.text}  # noqa: ${codes.join(', ')}` }
  })
}
