import { strict as assert } from 'node:assert'
import { pythonParser } from '../../../src/build/analysis/parser.ts'
import { refuseUnbound } from '../../../src/build/pipeline/refuseUnbound.ts'
import { unboundIn } from '../../../src/build/pipeline/text/unbound.ts'
import { planPipeline } from '../../../src/build/pipeline/plan.ts'
import { analysisOf, choiceOf, sentenceOf } from './notebooks.ts'

const broken: readonly (readonly [code: string, ...names: readonly string[]])[] = [
  ['print(x)', 'x'],
  ['def f(df):\n    df = df + later\n    later = 1\n    return df', 'later'],
  ['def f():\n    max = max(3, 4)', 'max'],
  ['def f():\n    return get_ipython()', 'get_ipython'],
  ['class A:\n    limit = 3\n    def f(self):\n        return limit', 'limit'],
  ['class A:\n    n = 3\n    m = [n for _ in range(n)]', 'n'],
  ['rows = [a for a in range(3)]\nprint(a)', 'a'],
  ['for a in unknown:\n    pass', 'unknown'],
  ['f"{a:{width}}"', 'a', 'width'],
  ['def f(a=default, *b: Kind) -> Result:\n    pass', 'default', 'Kind', 'Result'],
  ['@decorate\nclass A(Base, metaclass=Meta): pass', 'decorate', 'Base', 'Meta'],
  ['def f(df):\n    exec("limit = 3")\n    return df[limit]', 'limit'],
  ['def f(df):\n    return globals()["df"]', 'df'],
  ['def f(df):\n    cut = 3\n    return (lambda rows: rows.query("a > @cut"))(df)', 'cut'],
  ['def f(df):\n    globals()[f"{df}_mean"] = 1\n    return a_mean + a_max', 'a_max'],
  ['match 3:\n    case Point(x=0) | Color.RED:\n        pass', 'Point', 'Color'],
  ['a.b.c = 1\nd[e] += 2', 'a', 'd', 'e'],
  ['try:\n    x\nexcept ValueError:\n    pass', 'x'],
]

const whole: readonly string[] = [
  'def f():\n    return later\nlater = 1',
  'if len("a"):\n    x = 1\nprint(x)',
  'for i in range(3):\n    if i:\n        print(last)\n    last = i',
  'while (n := len("abc")) > 5:\n    pass\nprint(n)',
  'print([y for v in (1, 2) if (y := v * 2)], y)',
  'try:\n    import fast as json\nexcept ImportError as error:\n    print(error)\n    import json\njson.dumps',
  'try:\n    unicode\nexcept NameError:\n    unicode = str',
  'from a import *\nprint(anything)',
  'exec("x = 1")\nprint(x)',
  'globals()["x"] = 1\nprint(x)',
  'from __future__ import annotations\ndef f(a: Later) -> Later: ...',
  'import a.b, c.d as e\nprint(a, e, __file__, __name__, __doc__)',
  'def f(x, /, y, *args, z=1, **kw):\n    def g():\n        nonlocal x\n        x = y\n        return args, z, kw\n    return g',
  'def f():\n    global made\n    made = 1\nf()\nprint(made)',
  'class A:\n    n = 3\n    m = n\n    rows = [i for i in range(n)]\n    def f(self):\n        return __class__, super(), A',
  'match [1, 2]:\n    case [first, *others] as all_of_it if first:\n        print(first, others, all_of_it)\n    case {"a": a, **rest}:\n        print(a, rest)',
  'def f[T](values: list[T]) -> T:\n    return values[0]',
  'with open("a") as file, open("b") as (x, y):\n    print(file, x, y)',
  'x: int = 3\ndel x\nx = 4\nprint(x)',
  'cut = 3\ndef f(df):\n    return df.query("a > @cut")',
  'def f(df):\n    cut = 3\n    return df.query("a > @cut and `b c` < @cut")',
  'def f(df):\n    cut = 3\n    return [d.query("a > @cut", local_dict={"cut": cut}) for d in df]',
  'import math\nprint(math.pi, max=1, key=lambda a, *b, c=math.e: (a, b, c))',
]

const IMPORTS = `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error`
const FIT =
  "model = Ridge().fit(df[['a']], df['y'])\nprint(mean_absolute_error(df['y'], model.predict(df[['a']])))"

suite('scripts: every name that is read can be bound', () => {
  for (const [code, ...names] of broken)
    test(`${names.join(', ')} can't in ${code.replaceAll('\n', '; ')}`, async () => {
      const parse = await pythonParser()
      assert.deepEqual(
        unboundIn(parse(code)).map(({ name }) => name),
        names,
      )
    })

  for (const code of whole)
    test(`all can in ${code.replaceAll('\n', '; ')}`, async () => {
      const parse = await pythonParser()
      assert.deepEqual(unboundIn(parse(code)), [])
    })

  test('an export that would read an unbound name is refused with its file and cell', async () => {
    const analysis = await analysisOf([
      IMPORTS,
      "df = pd.read_csv('d.csv')",
      "rows = df\ndf = globals()['df'].dropna()",
      FIT,
    ])
    const plan = planPipeline(analysis, choiceOf(analysis))
    const contents = new Map([...plan.scripts].map(([name, text]) => [`pipeline/${name}`, text]))
    assert.match(
      await sentenceOf(refuseUnbound(contents, plan, analysis)),
      /^test\.ipynb, cell 2, line 2: prepare\.py would read the name df, which nothing there binds/,
    )
  })

  test('what a module of the pipeline does not have can not be imported from it', async () => {
    const analysis = await analysisOf([IMPORTS, "df = pd.read_csv('d.csv')", FIT])
    const plan = planPipeline(analysis, choiceOf(analysis))
    const contents = new Map([
      ['pipeline/helpers.py', 'def scaled(x):\n    return x\n'],
      ['pipeline/load.py', 'from pipeline.helpers import scaled, shown as told\nprint(scaled, told)\n'],
    ])
    assert.match(
      await sentenceOf(refuseUnbound(contents, plan, analysis)),
      /load\.py would read the name shown/,
    )
  })
})
