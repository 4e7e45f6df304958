/** What Python makes of the characters between quotes. */

const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\r\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

const ESCAPE = /\\(\r\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^])/g

/**
 * @param written as it stands between the quotes
 * @param prefix  what stands before them: `r`, `f`, `Rb`
 * @returns undefined where a character is written by its name (`\N{BULLET}`)
 * @see https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences
 */
export function unescaped(written: string, prefix: string): string | undefined {
  const text = /f/i.test(prefix) ? written.replace(/\{\{|\}\}/g, ([brace]) => brace!) : written
  if (/r/i.test(prefix) || !text.includes('\\')) return text
  if (/(?:^|[^\\])(?:\\\\)*\\N/.test(text)) return undefined
  return text.replace(ESCAPE, (whole, escape: string) => {
    const simple = SIMPLE[escape]
    if (simple !== undefined) return simple
    if (/^[0-7]+$/.test(escape)) return String.fromCodePoint(Number.parseInt(escape, 8))
    const code = /^[xuU]/.test(escape) && escape.length > 1 ? Number.parseInt(escape.slice(1), 16) : undefined
    return code !== undefined && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
