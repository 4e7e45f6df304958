/** Names what a linter would say about the author's own habits: the code stays as it was written. */
import type { Line } from './lines.ts'

/** Rules that ruff has on by default, in some version, and how a line looks that breaks them. */
const HABITS: readonly [RegExp, string][] = [
  [/\bdef\b.*=\s*(\[|\{|(list|dict|set)\()/, 'B006'],
  [/\bdef\b.*=\s*(?!(?:list|dict|set)\()[\w.]+\(/, 'B008'],
  [/\bgetattr\([^,()]+,\s*["']\w+["']\)/, 'B009'],
  [/\bsetattr\([^,()]+,\s*["']\w+["'],/, 'B010'],
  [/\bfor\s+(\w+)\s+in\s+\1\b/, 'B020'],
  [/\blambda\b(?!\s*\w+\s*=).*\bfor\b/, 'B023'],
  [/\bexcept\s+(Base)?Exception\b/, 'BLE001'],
  [/\blist\(\s*[^\s[(].*\bfor\b/, 'C400'],
  [/\bset\(\s*[^\s[(].*\bfor\b/, 'C401'],
  [/\bdict\(\s*\(.*\bfor\b/, 'C402'],
  [/\bset\(\s*\[.*\bfor\b/, 'C403'],
  [/\bdict\(\s*\[.*\bfor\b/, 'C404'],
  [/\bset\(\[/, 'C405'],
  [/\bdict\(\[\(/, 'C406'],
  [/\b(dict|list|tuple)\((\w+\s*=[^=]|\))/, 'C408'],
  [/\btuple\(\[/, 'C409'],
  [/\blist\(\[/, 'C410'],
  [/\blist\(\s*\[.*\bfor\b/, 'C411'],
  [/\b(sorted|list|tuple|set|sum)\(\s*(list|tuple|sorted)\(/, 'C414'],
  [/\bmap\(lambda\b/, 'C417'],
  [/\b(any|all)\(\[.*\bfor\b/, 'C419'],
  [/\bdatetime\.today\(/, 'DTZ002'],
  [/\.utcnow\(/, 'DTZ003'],
  [/\.utcfromtimestamp\(/, 'DTZ004'],
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
  [/\.join\(\[[^[\]]*\]\)/, 'FLY002'],
  [/\bprint\((''|"")\)/, 'FURB105'],
  [/\bin\s+\w+\.readlines\(\)/, 'FURB129'],
  [/\blog\([^,()]+,\s*(2|10)\)/, 'FURB163'],
  [/\bsorted\([^()]*\)\[(0|-1)\]/, 'FURB192'],
  [/\blogging\.(debug|info|warning|warn|error|critical|exception|log)\(/, 'LOG015'],
  [/\bfor\s+(\w+,\s*_|_,\s*\w+)\s+in\b.*\.items\(\)/, 'PERF102'],
  [/\brange\(0,\s*[^,]+\)/, 'PIE808'],
  [/\b(starts|ends)with\(.*\bor\b.*\1with\(/, 'PIE810'],
  [/^\s*(exit|quit)\(/, 'PLR1722'],
  [/[=!]=\s*(np|numpy|math)\.nan\b|float\(["']nan["']\)\s*[=!]=/, 'PLW0177'],
  [/\bsubprocess\.run\((?!.*\bcheck\s*=)/, 'PLW1510'],
  [/^\s*return None$/, 'RET501'],
  [/\bzip\((\w+),\s*\1\[1:\]/, 'RUF007'],
  [/\{(str|repr|ascii)\([^{}]*\)\}/, 'RUF010'],
  [/\bdef\b.*:\s*\w+\s*=\s*None\b/, 'RUF013'],
  [/\b(list|sorted)\([^()]*\)\[0\]/, 'RUF015'],
  [/\bsum\(.*,\s*\[\]\)/, 'RUF017'],
  [/\bint\((round|len|math\.(floor|ceil))\(/, 'RUF046'],
  [/\bexec\(/, 'S102'],
  [/\bisinstance\((\w+),.*\bor isinstance\(\1,/, 'SIM101'],
  [/(?<!with )\bopen\(/, 'SIM115'],
  [/\bin\s+[\w.]+\.keys\(\)/, 'SIM118'],
  [/\bnot\s+[^\s()]+\s*==/, 'SIM201'],
  [/\bnot\s+[^\s()]+\s*!=/, 'SIM202'],
  [/\bTrue if\b.*\belse False\b/, 'SIM210'],
  [/\bFalse if\b.*\belse True\b/, 'SIM211'],
  [/["']\.split\(/, 'SIM905'],
  [/\braise (Base)?Exception\b/, 'TRY002'],
  [/^\s*class\s+\w+\((.*,\s*)?object\)/, 'UP004'],
  [/\b(List|Dict|Tuple|Set|FrozenSet|Type)\[/, 'UP006'],
  [/\bUnion\[/, 'UP007'],
  [/\bsuper\(\w+,\s*\w+\)/, 'UP008'],
  [/\.encode\(["']utf-?8["']\)/i, 'UP012'],
  [/\b(str|int|float|bool)\((["'].*["']|\d+)?\)/, 'UP018'],
  [/\b(IOError|EnvironmentError|WindowsError)\b/, 'UP024'],
  [/^\s*from builtins import/, 'UP029'],
  [/["']\s*%\s*[\w(]/, 'UP031'],
  [/["']\.format\(/, 'UP032'],
  [/\b(print|len|sum)\(\(/, 'UP034'],
  [
    /^from typing import .*\b(List|Dict|Tuple|Set|FrozenSet|Type|Callable|Iterable|Iterator|Sequence)\b/,
    'UP035',
  ],
  [/\bOptional\[/, 'UP045'],
]

/** Pairs of lines, the second inside the first, that a linter would rather see as one. */
const NESTED: readonly [RegExp, RegExp, string][] = [
  [/^\s*except\b/, /^\s*pass\b/, 'S110'],
  [/^\s*except\b/, /^\s*continue\b/, 'S112'],
  [/^\s*(?:el)?if\b.*:$/, /^\s*if\b.*:$/, 'SIM102'],
  [/^\s*with\b.*:$/, /^\s*with\b.*:$/, 'SIM117'],
  [/^\s*for\b.*:$/, /^\s*\w+\.write\(/, 'FURB122'],
  [/^\s*for\b.*:$/, /^\s*\w+\.append\(\w+\)$/, 'PERF402'],
]

/** Codes of the rules that the lines break, for one comment at the head of the file. */
export function habitsIn(lines: readonly Line[]): string[] {
  const code = lines.filter((each) => !each.inString && each.text.trim() !== '')
  const found = HABITS.filter(([pattern]) => code.some(({ text }) => pattern.test(text))).map(
    ([, rule]) => rule,
  )
  for (const [first, second, rule] of NESTED)
    if (code.some(({ text }, at) => first.test(text) && second.test(code[at + 1]?.text ?? '')))
      found.push(rule)
  if (code.some(({ text }) => /^from \S+ import \*$/.test(text))) found.push('F401', 'F403', 'F405')
  if (hasMutableField(code)) found.push('RUF012')
  const all = code.map(({ text }) => text).join('\n')
  if (/\bfor (\w+) in ([\w.]+)(?:\.keys\(\))?:\n(?:.*\n)*?.*\b\2\[\1\]/.test(all)) found.push('PLC0206')
  return found
}

/** `seen = []` in the body of a class. */
function hasMutableField(code: readonly Line[]): boolean {
  let body = -1
  return code.some(({ text }) => {
    const indent = text.length - text.trimStart().length
    if (/^\s*class\b/.test(text)) body = indent + 4
    else if (indent < body) body = -1
    return indent === body && /^\s*\w+\s*=\s*(?:[[{]|(?:list|dict|set)\()/.test(text)
  })
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
