/** Where the logical lines of a cell begin: what IPython looks at for its own syntax. */

/**
 * @param lines physical lines of a cell
 * @returns for each line, whether a statement may begin there: outside of strings, brackets and continued lines
 */
export function logicalStarts(lines: readonly string[]): boolean[] {
  const starts: boolean[] = []
  let quote = ''
  let depth = 0
  let continued = false
  for (const line of lines) {
    const begins = quote === '' && depth === 0 && !continued
    starts.push(begins)
    continued = false
    // IPython's own lines are no Python: their quotes and brackets count for nothing, only a last backslash does.
    if (begins && isEscaped(line)) {
      continued = line.endsWith('\\')
      continue
    }
    for (let at = 0; at < line.length; at += 1) {
      const char = line[at]!
      if (quote !== '') {
        if (char === '\\') at += 1
        else if (line.startsWith(quote, at)) {
          at += quote.length - 1
          quote = ''
        }
        continue
      }
      if (char === '#') break
      if (char === '"' || char === "'") {
        quote = line.startsWith(char.repeat(3), at) ? char.repeat(3) : char
        at += quote.length - 1
      } else if ('([{'.includes(char)) depth += 1
      else if (')]}'.includes(char)) depth = Math.max(0, depth - 1)
      else if (char === '\\' && at === line.length - 1) continued = true
    }
    // A string in single quotes ends with its line, unless a backslash continues it.
    if (quote.length === 1 && !line.endsWith('\\')) quote = ''
  }
  return starts
}

const ASSIGNED = /^(\s*(?:[A-Za-z_][\w.]*(?:\s*,\s*[A-Za-z_]\w*)*)\s*=\s*)([%!])(?!=)(.*)$/s

/** `files = !ls` and `x = %time f()`, as [target with `=`, escape, rest]. */
export function assignedEscape(line: string): [string, '%' | '!', string] | undefined {
  const match = ASSIGNED.exec(line)
  return match ? [match[1]!, match[2] as '%' | '!', match[3]!] : undefined
}

/** Whether a line that begins a statement is IPython's own. */
export function isEscaped(line: string): boolean {
  const text = line.trim()
  return /^[%!?/,;]/.test(text) || isHelp(text) || assignedEscape(line) !== undefined
}

/** `f?`, `df.head??`, `x = f?`: asks for help, runs nothing. */
export function isHelp(text: string): boolean {
  return /^(?:[^#'"]*=\s*)?[%\w.*]+(?:\[[^\]]*\])*\?{1,2}\s*;?$/.test(text) && text !== '?'
}
