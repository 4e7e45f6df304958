import { strict as assert } from 'node:assert'
import { toPython } from '../../../src/build/notebook/magics.ts'

/** What a cell becomes, as one line per line. */
const CASES: { name: string; cell: string; python: string }[] = [
  { name: 'plain Python stays as it is', cell: 'x = 1\ny = x % 2', python: 'x = 1\ny = x % 2' },
  { name: 'a magic that only shows vanishes', cell: '%matplotlib inline\nx = 1', python: 'pass\nx = 1' },
  { name: '%time leaves the statement', cell: '%time x = f()', python: 'x = f()' },
  { name: 'a timed value is assigned', cell: 'x = %time f()', python: 'x = f()' },
  { name: '%%time keeps the body', cell: '%%time\nx = f()', python: '\nx = f()' },
  { name: '%%timeit leaves nothing', cell: '%%timeit\nx = f()', python: '\n' },
  { name: '%timeit leaves nothing', cell: '%timeit f()', python: 'pass' },
  { name: 'help leaves nothing', cell: 'f?\ndf.head??', python: 'pass\npass' },
  { name: 'installing a package is nothing to a script', cell: '!pip install numpy', python: 'pass' },
  { name: 'so it is without the exclamation mark', cell: 'pip install numpy', python: 'pass' },
  {
    name: 'a command that may write files stays',
    cell: '!curl -o a.csv http://x.org/a.csv',
    python: "get_ipython().system('curl -o a.csv http://x.org/a.csv')",
  },
  {
    name: "a command's output is assigned, names put in",
    cell: 'files = !ls {folder}',
    python: "files = get_ipython().getoutput(f'ls {folder}')",
  },
  {
    name: 'the working folder changes',
    cell: '%cd data',
    python: "__import__('os').chdir('data')",
  },
  {
    name: 'an environment variable is set',
    cell: '%env MODE=fast',
    python: "__import__('os').environ['MODE'] = 'fast'",
  },
  { name: 'a percent sign in brackets is arithmetic', cell: 'x = (7\n% 2)', python: 'x = (7\n% 2)' },
  {
    name: 'a percent sign in a string is text',
    cell: 's = """\n%time x\n"""',
    python: 's = """\n%time x\n"""',
  },
  {
    name: 'a cell whose first line is indented moves left',
    cell: '    x = 1\n    y = 2',
    python: 'x = 1\ny = 2',
  },
  { name: 'pasted prompts go', cell: '>>> x = 1\n>>> y = 2', python: 'x = 1\ny = 2' },
  {
    name: 'a magic inside a block keeps its indentation',
    cell: 'if x:\n    %time f()',
    python: 'if x:\n    f()',
  },
  { name: 'a cell of another language is no Python', cell: '%%html\n<b>x</b>', python: '\n' },
  {
    name: 'a magic that nobody knows stays for the slice to refuse',
    cell: '%run other.py',
    python: "get_ipython().run_line_magic('run', 'other.py')",
  },
]

suite('cells with the syntax of IPython', () => {
  for (const { name, cell, python } of CASES)
    test(name, () => {
      assert.equal(toPython(cell).python, python)
    })

  test('every cell keeps its number of lines', () => {
    for (const { cell } of CASES)
      assert.equal(toPython(cell).python.split('\n').length, cell.split('\n').length)
  })

  test('%%capture says that the cell shows nothing', () => {
    assert.equal(toPython('%%capture\nprint(1)').captured, true)
  })

  test('%%writefile becomes Python that writes the same text', () => {
    const { python } = toPython("%%writefile a.py\ns = '\\n'\nt = '''x'''")
    assert.match(python, /^open\('a\.py', 'w', encoding='utf-8'\)\.write\('''\\\n/)
    assert.ok(python.endsWith("\\n''')"))
  })
})
