/** What a script needs in place of what IPython gives to cells. */

/**
 * @param texts the kept statements
 * @param options.display whether `display` must print
 * @param options.mutes whether parts of the script are kept from printing
 * @param options.redirects whether the script may put another stream in the place of its output
 */
export function preambleOf(
  texts: string,
  options: { readonly display: boolean; readonly mutes: boolean; readonly redirects: boolean },
): string[] {
  const lines: string[] = []
  if (options.mutes) lines.push('import sys as _sys')
  if (options.mutes && options.redirects) lines.push('_stdout = _sys.stdout')
  if (/\bget_ipython\(\)\.(?:system|getoutput|run_foreign_cell|run_line_magic|magic)\(/.test(texts))
    lines.push(...tight(LINES_METHOD.test(texts) ? SHELL_OF_LINES : SHELL))
  if (/\bdisplay\(/.test(texts)) lines.push(...(options.display ? DISPLAY : SILENT_DISPLAY))
  return lines
}

function tight(code: string): string[] {
  return code.split('\n').filter((line) => line !== '')
}

/** What IPython's list of lines has besides what a list has. */
const LINES_METHOD = /\.(?:[nls]|nlstr|spstr|list|grep|fields)\b/

const SHELL = `import subprocess as _subprocess


class _Shell:
    def getoutput(self, command, text=None):
        run = _subprocess.run(
            command,
            shell=True,
            check=False,
            input=text,
            stdout=_subprocess.PIPE,
            stderr=_subprocess.STDOUT,
            text=True,
        )
        return run.stdout.splitlines()

    def system(self, command, text=None):
        for line in self.getoutput(command, text):
            print(line)

    def run_foreign_cell(self, line, text):
        name, _, rest = line.partition(' ')
        self.system({'!': 'sh', 'script': rest, 'system': 'sh', 'sx': 'sh'}.get(name, name), text)

    def run_line_magic(self, name, line=''):
        pass

    def magic(self, line):
        pass


def get_ipython():
    return _Shell()`

const LINES = `class _Lines(list):
    l = list = property(list)
    n = nlstr = property('\\n'.join)
    s = spstr = property(' '.join)

    def grep(self, pattern, prune=False, field=None):
        import re

        found = pattern if callable(pattern) else lambda text: re.search(pattern, text, re.IGNORECASE)
        part = lambda line: line if field is None else ''.join(line.split()[field : field + 1])
        return _Lines(line for line in self if bool(found(part(line))) != bool(prune))

    def fields(self, *numbers):
        rows = [line.split() for line in self]
        if not numbers:
            return rows
        return _Lines(' '.join(row[n] for n in numbers if -len(row) <= n < len(row)) for row in rows if row)`

const SHELL_OF_LINES = SHELL.replace(
  'return run.stdout.splitlines()',
  'return _Lines(run.stdout.splitlines())',
).replace('\n\n\nclass _Shell', `\n\n\n${LINES}\n\n\nclass _Shell`)

/** The module of a pipeline whose scripts run commands: `!command`, `lines = !command`, `%%bash`. */
export const SHELL_MODULE = `# ruff: noqa: RUF100, E731, E741
"""What IPython gives the cells of a notebook: commands run in the system's shell, and one that fails ends nothing."""

${SHELL_OF_LINES}


def display(*values, **_):
    """Scripts show nothing."""
`

const DISPLAY = `def display(*values, **_):
    for value in values:
        print(repr(value))`.split('\n')

const SILENT_DISPLAY = `def display(*values, **_):
    pass`.split('\n')
