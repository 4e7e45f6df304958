/** Import lines in the order that linters expect: standard library, packages, this pipeline. */
import type { Import } from '../text/names.ts'

const STANDARD = new Set(
  `
abc antigravity argparse array ast asynchat asyncio asyncore atexit base64 bdb binascii bisect
builtins bz2 cProfile calendar cgi cgitb cmath cmd code codecs codeop collections colorsys
compileall concurrent configparser contextlib contextvars copy copyreg csv ctypes curses dataclasses
datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler
fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext
glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io
ipaddress itertools json keyword linecache locale logging lzma mailbox marshal math mimetypes mmap
modulefinder msvcrt multiprocessing netrc nt ntpath nturl2path numbers opcode operator optparse os
pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile
pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib
resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd
smtplib sndhdr socket socketserver sqlite3 sre_compile sre_constants sre_parse ssl stat statistics
string stringprep struct subprocess symtable sys sysconfig syslog tabnanny tarfile telnetlib
tempfile termios textwrap this threading time timeit tkinter token tokenize tomllib trace traceback
tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uuid venv warnings wave
weakref webbrowser winreg winsound wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
`
    .trim()
    .split(/\s+/),
)

const WIDTH = 88

/**
 * @param imports one entry for each name
 * @param own     lines that import from the pipeline itself
 * @returns sections, a blank line between them
 */
export function importSections(imports: readonly Import[], own: readonly string[]): string[] {
  const unique = [...new Map(imports.map((each) => [each.text, each])).values()]
  const future = unique.filter(({ module }) => module === '__future__')
  const standard = unique.filter(({ module }) => STANDARD.has(module))
  const packages = unique.filter(({ module }) => module !== '__future__' && !STANDARD.has(module))
  const sections = [section(future), section(standard), section(packages), [...own]]
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]))
}

function section(imports: readonly Import[]): string[] {
  const plain: string[] = []
  const from = new Map<string, string[]>()
  for (const { text } of imports) {
    const match = /^from (\S+) import (.*)$/s.exec(text)
    if (match) from.set(match[1]!, [...(from.get(match[1]!) ?? []), match[2]!])
    else plain.push(text)
  }
  const modules = [...from.keys()].sort(byText)
  return [
    ...plain.sort(byText),
    ...modules.flatMap((module) => {
      const names = [...new Set(from.get(module))].sort(byKind)
      // What gets another name has a line of its own.
      const together = names.filter((name) => !name.includes(' as '))
      const groups = [together, ...names.filter((name) => name.includes(' as ')).map((name) => [name])]
      return groups
        .filter((group) => group.length > 0)
        .toSorted(([one], [other]) => byKind(one!, other!))
        .flatMap((group) => fromImport(module, group))
    }),
  ]
}

function fromImport(module: string, names: readonly string[]): string[] {
  const short = `from ${module} import ${names.join(', ')}`
  if (module === 'sklearn.experimental') return [`${short}  # noqa: F401`]
  if (short.length <= WIDTH) return [short]
  return [`from ${module} import (`, ...names.map((name) => `    ${name},`), ')']
}

function byText(one: string, other: string): number {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()]
  return a < b ? -1 : a > b ? 1 : 0
}

/** CONSTANTS, then Classes, then functions. */
function byKind(one: string, other: string): number {
  const kind = (name: string) =>
    /^[A-Z0-9_]+$/.test(name) && name.length > 1 ? 0 : /^[A-Z]/.test(name) ? 1 : 2
  return kind(one) - kind(other) || byText(one, other)
}

/** Top-level modules that scripts import: sorted, without their own. */
export function modulesOf(scripts: Iterable<string>): string[] {
  const modules = new Set<string>()
  for (const script of scripts)
    for (const [, module] of script.matchAll(/^\s*(?:from|import)\s+([A-Za-z_]\w*)/gm)) modules.add(module!)
  for (const own of ['pipeline', '__future__', 'builtins']) modules.delete(own)
  return [...modules].sort()
}
