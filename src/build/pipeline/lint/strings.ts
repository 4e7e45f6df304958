/** Strings beside each other in a display, which Python joins: an author may have forgotten the comma. Pure. */

const TOKEN =
  /(?<string>\b[a-zA-Z]{0,2}(?:"""[^]*?"""|'''[^]*?''')|(?<![\w"'])[a-zA-Z]{0,2}(?:"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'))|(?<call>(?<=[\w)\]"'])(?<!\b(?:and|else|if|in|is|not|or|return|yield))\()|(?<open>[[({])|(?<close>[\])}])|(?<mark>[,:])|(?<comment>#.*)|(?<end>\n)|[\w.]+|\S/g

interface Level {
  readonly open: string
  readonly isCall: boolean
  joined: boolean
  commas: number
  colons: number
}

/** Whether a list, a set or a tuple has two strings as one element; arguments of a call are none. */
export function joinsStrings(text: string): boolean {
  const levels: Level[] = [level('', false)]
  let afterString = false
  for (const { groups = {} } of text.matchAll(TOKEN)) {
    const inner = levels.at(-1)!
    const { string, call, open, close, mark, comment, end } = groups
    if (string !== undefined) {
      if (afterString) inner.joined = true
      afterString = true
      continue
    }
    if (comment !== undefined || (end !== undefined && levels.length > 1)) continue
    afterString = false
    if (call !== undefined) levels.push(level(call, true))
    else if (open !== undefined) levels.push(level(open, false))
    else if (mark === ',') inner.commas += 1
    else if (mark === ':') inner.colons += 1
    else if (end !== undefined) {
      if (isFound(inner)) return true
      levels[0] = level('', false)
    } else if (close !== undefined && levels.length > 1) {
      if (isFound(inner)) return true
      levels.pop()
    }
  }
  return isFound(levels[0]!)
}

function level(open: string, isCall: boolean): Level {
  return { open, isCall, joined: false, commas: 0, colons: 0 }
}

/** In parentheses, and outside of any, only commas make a tuple. A colon makes a dictionary. */
function isFound({ open, isCall, joined, commas, colons }: Level): boolean {
  if (!joined || isCall) return false
  return open === '[' || (open === '{' ? colons === 0 : commas > 0)
}
