import { strict as assert } from 'node:assert'
import { toPython } from '../../../src/build/notebook/magics.ts'
import { askPython } from '../python.ts'

/** Cells whose reading is IPython's own; each statement of them is either Python or a magic. */
const CELLS = [
  'x = 1\nprint(x % 2)',
  '%matplotlib inline\nimport os',
  '  x = 1\n  y = 2',
  '\n\n    if True:\n        x = 1\n',
  'for i in range(3):\n    %time f(i)\n    g(i)',
  'x = (1\n%2)',
  's = """\n%time\n!ls\n"""\n%time f()',
  "t = '%time'\n!echo hi",
  'files = !ls\nlen(files)',
  'x = %time f()\ny = x',
  'a, b = %time f()',
  'f?\nx = 1',
  'df.head??',
  '?f',
  'x = y if z else w',
  'x = 1 # is it %time?',
  'd = {"a": 1,\n     "b": 2}\n%who',
  'if True:\n    !ls\n    x = 1',
  '!ls \\\n  -l\nx = 1',
  '%time f(1, \\\n  2)\ny = 3',
  '>>> x = 1\n>>> for i in x:\n...     y = i\n',
  'In [1]: x = 1\nIn [2]: y = 2',
  'x = a \\\n% b',
  '!!ls\nx = 2',
  'x !=3',
  '@decorated\ndef f(): pass',
  'def f():\n    """\n    %time\n    """\n    return 1',
  "x = f'{a}'\n%env A=1",
]

/** For each text its statements as syntax trees; null where IPython put a call of its own. */
const DUMP = `
import ast

def statements(text):
    found = []
    for node in ast.walk(ast.parse(text)):
        for name in ("body", "orelse"):
            for each in getattr(node, name, []) if isinstance(getattr(node, name, []), list) else []:
                own = "get_ipython" in ast.unparse(each)
                found.append([each.lineno, None if own and not hasattr(each, "body") else ast.dump(each)])
    return [dump for _, dump in sorted(found, key=lambda pair: pair[0])]
`

suite('cells as IPython reads them', () => {
  test('every statement that is Python to IPython is the same Python here, and every magic is one here', () => {
    const script = `${DUMP}
from IPython.core.inputtransformer2 import TransformerManager
answer = [[statements(TransformerManager().transform_cell(cell)), statements(ours)] for cell, ours in data]
`
    const cells = CELLS.map((cell) => [cell, toPython(cell).python])
    const answers = askPython(script, cells) as [(string | null)[], (string | null)[]][]
    for (const [at, [theirs, ours]] of answers.entries()) {
      assert.equal(ours.length, theirs.length, CELLS[at])
      for (const [index, statement] of theirs.entries())
        // A block around a magic differs in the magic.
        if (statement !== null && !statement.includes('get_ipython'))
          assert.equal(ours[index], statement, CELLS[at])
    }
  })
})
