/** From a cell as IPython runs it to Python with the same lines. */
import {
  BARE_MAGICS,
  CELL_MAGICS,
  HARMLESS_COMMANDS,
  INSTALLING_COMMANDS,
  LINE_MAGICS,
  RUNNING_COMMANDS,
} from './magicTable.ts'
import { assignedEscape, isEscaped, isHelp, logicalStarts } from './lines.ts'

/** Something in a cell that is IPython's own and does more than show. */
interface Magic {
  /** 1-based, in the cell. */
  readonly line: number
  readonly text: string
  readonly name: string
}

interface PythonCell {
  /** Python with as many lines as the cell; what could not become Python is a call of `get_ipython()`. */
  readonly python: string
  /** `%%capture` hides what the cell shows. */
  readonly captured: boolean
  /** Nothing of the cell is Python: `%%html`, `%%bash`. */
  readonly foreign: boolean
  readonly magics: readonly Magic[]
}

/**
 * Magics that change nothing vanish, those that run Python leave the Python, commands of the shell become
 * `get_ipython().system(...)`, files that are written become Python that writes them, the rest becomes
 * `get_ipython().run_line_magic(...)`, which the slice refuses when it needs it.
 *
 * @param options.shows what the cell shows is wanted: commands that only show something stay, too
 */
export function toPython(source: string, options: { readonly shows?: boolean } = {}): PythonCell {
  const found: Found = { magics: [], shows: options.shows === true }
  const { lines, captured, foreign } = cellToPython(withoutPrompts(source.split('\n')), 0, found)
  return { python: lines.join('\n'), captured, foreign, magics: found.magics }
}

interface Found {
  readonly magics: Magic[]
  readonly shows: boolean
}

interface Lines {
  readonly lines: string[]
  readonly captured: boolean
  readonly foreign: boolean
}

function cellToPython(lines: readonly string[], offset: number, found: Found): Lines {
  const first = lines.findIndex((line) => line.trim() !== '')
  const magic = first < 0 ? null : /^%%(!|\w+)(.*)$/.exec(lines[first]!)
  if (!magic)
    return { lines: linesToPython(withoutIndent(lines), offset, found), captured: false, foreign: false }
  const name = magic[1]!
  const rest = magic[2]!.trim()
  const head = lines.slice(0, first).map(() => '')
  const body = lines.slice(first + 1)
  const place = { line: offset + first + 1, text: lines[first]!.trim(), name }
  const effect = CELL_MAGICS.get(name)
  found.magics.push(place)
  if (effect === 'runs' || effect === 'captures') {
    const inner = cellToPython(body, offset + first + 1, found)
    const variable = effect === 'captures' ? /^[A-Za-z_]\w*/.exec(rest)?.[0] : undefined
    const replaced =
      variable === undefined ? '' : `${variable} = get_ipython().run_line_magic('capture', '${variable}')`
    return {
      lines: [...head, replaced, ...inner.lines],
      captured: inner.captured || effect === 'captures',
      foreign: inner.foreign,
    }
  }
  const blank = body.map(() => '')
  if (effect === 'none') return { lines: [...head, '', ...blank], captured: true, foreign: true }
  if (effect === 'writes-file')
    return { lines: [...head, ...fileWriter(rest, body)], captured: true, foreign: false }
  const quoted = quotedLines(body)
  const call =
    effect === 'foreign'
      ? `get_ipython().run_foreign_cell(${literal(`${name} ${rest}`.trim())}, '''\\`
      : `get_ipython().run_cell_magic(${literal(name)}, ${literal(rest)}, '''\\`
  return {
    lines: [...head, call, ...quoted, ...(body.length === 0 ? ["''')"] : [])],
    captured: false,
    foreign: effect === 'foreign',
  }
}

function linesToPython(lines: readonly string[], offset: number, found: Found): string[] {
  const starts = logicalStarts(lines)
  const result: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!
    if (!starts[at] || (!isEscaped(line) && !BARE_MAGICS.test(line.trim()))) {
      result.push(line)
      continue
    }
    let whole = line
    let last = at
    while (whole.endsWith('\\') && last + 1 < lines.length) {
      last += 1
      whole = `${whole.slice(0, -1)} ${lines[last]!.trim()}`
    }
    result.push(lineToPython(whole, offset + at + 1, found))
    for (; at < last; at += 1) result.push('')
  }
  return result
}

function lineToPython(line: string, number: number, found: Found): string {
  const indent = /^\s*/.exec(line)![0]
  const text = line.trim()
  const assigned = assignedEscape(line)
  const note = (name: string) => found.magics.push({ line: number, text, name })
  if (assigned) {
    const [target, escape, rest] = assigned
    if (escape === '!') {
      note('!')
      return `${target}get_ipython().getoutput(${command(rest)})`
    }
    const [name, argument] = split(rest)
    note(name)
    if (/^(?:sx|system)$/.test(name)) return `${target}get_ipython().getoutput(${command(argument)})`
    if (name === 'pwd') return `${target}__import__('os').getcwd()`
    if (/^(?:set_)?env$/.test(name) && /^\w+$/.test(argument))
      return `${target}__import__('os').environ[${literal(argument)}]`
    return LINE_MAGICS.get(name) === 'runs'
      ? `${target}${argument}`
      : `${target}get_ipython().run_line_magic(${literal(name)}, ${literal(argument)})`
  }
  if (isHelp(text) || text.startsWith('?')) return `${indent}pass`
  if (text.startsWith('!!')) {
    note('!!')
    return `${indent}get_ipython().getoutput(${command(text.slice(2))})`
  }
  if (text.startsWith('!')) {
    note('!')
    return indent + shell(text.slice(1), found.shows)
  }
  if (text.startsWith('/')) return `${indent}${split(text.slice(1))[0]}(${split(text.slice(1))[1]})`
  if (text.startsWith(','))
    return `${indent}${split(text.slice(1))[0]}(${split(text.slice(1))[1].split(/\s+/).map(literal).join(', ')})`
  if (text.startsWith(';')) return `${indent}${split(text.slice(1))[0]}(${literal(split(text.slice(1))[1])})`
  const [name, argument] = split(text.replace(/^%+/, ''))
  note(name)
  return indent + lineMagic(name, argument, found.shows)
}

function lineMagic(name: string, argument: string, shows: boolean): string {
  // Storing changes nothing here; only restoring does.
  if (name === 'store' && !/^-[rdz]/.test(argument)) return 'pass'
  if (shows && name === 'ls') return shell(`ls ${argument}`, shows)
  if (shows && name === 'pwd') return `__import__('os').getcwd()`
  switch (LINE_MAGICS.get(name)) {
    case 'none':
      return name === 'load_ext' &&
        !/^(?:autoreload|tensorboard|watermark|memory_profiler|line_profiler|nb_black|lab_black)\b/.test(
          argument,
        )
        ? `get_ipython().run_line_magic('load_ext', ${literal(argument)})`
        : 'pass'
    case 'runs': {
      const code = argument.replace(/^(?:-\w+(?:\s+[^\s-]\S*)??\s+)*(?=\S)/, '')
      return code === '' ? 'pass' : code
    }
    case 'changes-folder':
      return /^(?:-q)?$|^-(?!q\s)/.test(argument)
        ? `get_ipython().run_line_magic('cd', ${literal(argument)})`
        : `__import__('os').chdir(${path(argument.replace(/^-q\s+/, ''))})`
    case 'sets-environment': {
      const setting = /^(\w+)(?:\s*=\s*|\s+)(.*)$/.exec(argument)
      return setting ? `__import__('os').environ[${literal(setting[1]!)}] = ${command(setting[2]!)}` : 'pass'
    }
    case 'shell':
      return shell(/^(?:sx|system|sc|bash|sh)$/.test(name) ? argument : `${name} ${argument}`, shows)
    default:
      return `get_ipython().run_line_magic(${literal(name)}, ${literal(argument)})`
  }
}

/** A command of the shell; one that only shows something, or installs a package, is nothing to a script. */
function shell(text: string, shows: boolean): string {
  const commands = text.split(/[&;|]+/).map((each) => each.trim())
  const isNothing = !shows || commands.every((each) => INSTALLING_COMMANDS.test(each))
  if (isNothing && !/[>`]|\$\(/.test(text) && commands.every(isHarmless)) return 'pass'
  return `get_ipython().system(${command(text)})`
}

function isHarmless(command: string): boolean {
  const name = command.split(/\s+/)[0] ?? ''
  return (HARMLESS_COMMANDS.has(name) || name === 'echo') && !RUNNING_COMMANDS.test(command)
}

/** A command with IPython's `{name}` and `$name` put in; other expansions stay for the slice to refuse. */
function command(text: string): string {
  const trimmed = text.trim()
  // `${HOME}` is the shell's own.
  if (/\$\{/.test(trimmed))
    return /[{]|\$[a-z_]/.test(trimmed.replace(/\$\{\w+\}/g, ''))
      ? `get_ipython().var_expand(${literal(trimmed)})`
      : literal(trimmed)
  if (/\{[^}]*[^\w}.][^}]*\}/.test(trimmed)) return `get_ipython().var_expand(${literal(trimmed)})`
  if (!/\{[A-Za-z_][\w.]*\}|\$[a-z_]\w*/.test(trimmed)) return literal(trimmed)
  return `f${literal(trimmed.replace(/\$([a-z_]\w*)/g, '{$1}'))}`
}

function path(text: string): string {
  const bare = text.replace(/^(["'])(.*)\1$/, '$2')
  return bare.startsWith('~') ? `__import__('os').path.expanduser(${literal(bare)})` : command(bare)
}

function fileWriter(rest: string, body: readonly string[]): string[] {
  const append = /(?:^|\s)(?:-a|--append)(?:\s|$)/.test(rest)
  const file = rest.replace(/(?:^|\s)(?:-a|--append)(?=\s|$)/, '').trim()
  const opening = `open(${path(file)}, ${append ? "'a'" : "'w'"}, encoding='utf-8').write('''\\`
  return [opening, ...quotedLines(body), ...(body.length === 0 ? ["''')"] : [])]
}

/** The lines of a cell inside a string in triple quotes, which the last of them closes. */
function quotedLines(body: readonly string[]): string[] {
  return body.map((line, at) => {
    const escaped = line.replace(/\\/g, '\\\\').replace(/'''/g, "\\'\\'\\'").replace(/'$/, "\\'")
    return at === body.length - 1 ? `${escaped}\\n''')` : escaped
  })
}

function split(text: string): [name: string, argument: string] {
  const match = /^\s*(\S+)\s*(.*)$/s.exec(text)
  return match ? [match[1]!, match[2]!.trim()] : ['', '']
}

/** A Python string literal. */
export function literal(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n')}'`
}

/** IPython takes pasted prompts away: `>>> x`, `In [1]: x`. */
function withoutPrompts(lines: readonly string[]): readonly string[] {
  const first = lines.find((line) => line.trim() !== '') ?? ''
  if (/^\s*>>> /.test(first)) return lines.map((line) => line.replace(/^\s*(?:>>>|\.\.\.)(?: |$)/, ''))
  if (/^\s*In \[\d+\]: /.test(first))
    return lines.map((line) => line.replace(/^\s*(?:In \[\d+\]: |\.{3,}: ?)/, ''))
  return lines
}

/** IPython accepts a cell whose first line is indented: the whole cell moves left by that much. */
function withoutIndent(lines: readonly string[]): readonly string[] {
  const first = lines.find((line) => line.trim() !== '')
  const indent = /^[ \t]*/.exec(first ?? '')![0]
  return indent === ''
    ? lines
    : lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
}
