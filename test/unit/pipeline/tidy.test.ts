import { strict as assert } from 'node:assert'
import { line } from '../../../src/build/pipeline/text/lines.ts'
import { habitsIn } from '../../../src/build/pipeline/lint/tidy.ts'

/** Rules that ruff 0.17 has on by default, and code that breaks them. */
const broken: readonly (readonly [rule: string, code: string])[] = [
  ['SIM114', 'if n > 3:\n    a = 1\nelif n > 1:\n    a = 1'],
  ['SIM113', 'for c in names:\n    i += 1'],
  ['F601', "m = {'a': 1, 'b': 2, 'a': 3}"],
  ['B033', 's = {1, 2, 1}'],
  ['F631', "assert (n > 0, 'empty')"],
  ['F632', 'if n is 3:\n    n = 4'],
  ['PLR1730', 'if n < 3:\n    n = 3'],
  ['SIM401', "if 'b' in d:\n    v = d['b']\nelse:\n    v = 0"],
  ['SIM103', 'if n > 3:\n    return True\nreturn False'],
  ['B018', "df['k']"],
  ['B015', 'n == 3'],
  ['B023', 'for c in names:\n    fs.append(lambda: c)'],
  ['B012', 'try:\n    n = 1\nfinally:\n    continue'],
  ['B025', 'try:\n    n = 1\nexcept ValueError:\n    n = 2\nexcept ValueError:\n    n = 3'],
  ['TRY203', 'try:\n    n = 1\nexcept ValueError:\n    raise'],
  ['F841', 'def f():\n    q = 3\n    return 1'],
  ['F402', 'def f():\n    import os\n    for os in range(3):\n        print(os)'],
  ['I001', 'def f():\n    import os, sys\n    return os.sep + sys.platform'],
  ['PLW0120', 'for c in names:\n    n = 1\nelse:\n    n = 2'],
  ['PLR1736', 'for i, v in enumerate(items):\n    n = items[i]'],
  ['PLR1733', 'for k, v in m.items():\n    n = m[k]'],
  ['PLR1704', 'def f(a):\n    for a in range(3):\n        print(a)'],
  ['PIE790', 'if n:\n    pass\n    n = 1'],
  ['PIE794', 'class A:\n    x = 1\n    x = 2'],
  ['RUF034', 'n = 1 if m else 1'],
  ['UP031', 'print(\n    "%d"\n    % n\n)'],
  ['UP031', "print('of all: '%n)"],
  ['PERF102', 'for name, model in models.items():\n    model.fit(X, y)'],
  ['PERF102', 'for name, (rows, model) in models.items():\n    model.fit(X[rows], y)'],
  ['PLW0127', 'data = data = rows.copy()'],
  ['PLW0127', 'def train(params):\n    params=params\n    return params'],
  ['PLW0128', 'data = data = rows.copy()'],
  ['UP028', 'for x in xs:\n    yield x'],
  ['UP018', 'n = int(3)'],
  ['UP018', "s = str('a')"],
  ['RUF046', 'n = int(round(total / count(rows, 2)))'],
  ['RUF046', 'n = int(0x10)'],
  ['C417', 'ns = list(map(lambda n: n + 1, ns))'],
  ['ISC004', "names = [\n    'age'\n    'pay',\n    'city',\n]"],
  ['RUF100', 'n = 1  # noqa: E501'],
]

suite('scripts: what a linter would say of the code as it was written', () => {
  for (const [rule, code] of broken)
    test(`${rule} is named for ${code.replaceAll('\n', '; ')}`, () => {
      assert.ok(habitsIn(code.split('\n').map((text) => line(text))).includes(rule))
    })

  test('code that breaks no rule names none', () => {
    const code = `
def load(path, limit=3):
    frame = pd.read_csv(
        path,
        nrows=limit
    )
    for name, column in frame.items():
        if column.isna().all():
            frame = frame.drop(columns=name)
        else:
            frame[name] = column.fillna(0)
    return frame
rows = load("cars.csv")
rows["weight"] = rows["weight"].clip(upper=3)
def make(rows):
    """What the model learns from.

    Takes: color, hue.
    """
    rows['ratio'] = rows['color'] / rows['hue']
    rows['kind'] = rows['kind'].map(lambda kind: kind + 1)
    rows['day'] = pd.to_datetime(rows['day'], format='%Y-%m-%d')
    rows['half'] = int(0.5 * len(rows)) + int(2 * limit) + float(3) + float("nan")
    print("of the rows, "
          "a share", rows.shape)
    return rows`
    assert.deepEqual(habitsIn(code.split('\n').map((text) => line(text))), [])
  })
})
