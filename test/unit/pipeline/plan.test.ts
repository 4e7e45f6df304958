import assert from 'node:assert/strict'
import { planOf, sentenceOf } from './notebooks.ts'

const IMPORTS = `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import KFold, cross_val_predict, cross_val_score, train_test_split`
const SPLIT = "X_train, X_test, y_train, y_test = train_test_split(df[['a']], df['y'], test_size=0.3)"
const SCORE = 'mean_absolute_error(y_test, model.predict(X_test))'

suite('plan: stages by data flow', () => {
  test('a statement goes to the stage of what it does, in whatever order the cells stand', async () => {
    const { stages, scripts } = await planOf([
      `${IMPORTS}\nmodel = Ridge(alpha=2.0)`,
      "limit = 3\ndf = pd.read_csv('d.csv')\ndf = df[df.a > limit]",
      `${SPLIT}\nmodel.fit(X_train, y_train)`,
      SCORE,
    ])
    assert.deepEqual(
      stages.map(({ name }) => name),
      ['load', 'prepare', 'features', 'train', 'evaluate'],
    )
    assert.match(
      scripts.get('prepare.py')!,
      /def prepare\(df, params\):[^]*limit = 3\n {4}df = df\[df\.a > limit\]/,
    )
    assert.match(scripts.get('train.py')!, /model = Ridge\(alpha=params\["alpha"\]\)\n\n {4}model\.fit/)
  })

  test('a function of a value stands in the stages that call it, and in no other', async () => {
    const { scripts } = await planOf([
      IMPORTS,
      "df = pd.read_csv('d.csv')\nfactor = df.a.max()",
      'def scaled(rows):\n    return rows / factor\ndef judge(model, rows):\n    return mean_absolute_error(y_test, model.predict(scaled(rows)))',
      SPLIT,
      'model = Ridge().fit(scaled(X_train), y_train)',
      'judge(model, X_test)',
    ])
    const holding = (name: string) =>
      [...scripts].filter(([, text]) => text.includes(`def ${name}(`)).map(([file]) => file)
    assert.deepEqual(holding('judge'), ['evaluate.py'])
    assert.deepEqual(holding('scaled'), ['train.py', 'evaluate.py'])
  })

  test('a change of the rows after the split stays behind it', async () => {
    const { scripts } = await planOf([
      IMPORTS,
      `df = pd.read_csv('d.csv')\n${SPLIT}\ndf.dropna(inplace=True)\nX_test = X_test.join(df[['b']])`,
      `model = Ridge().fit(X_train, y_train)\n${SCORE}`,
    ])
    assert.match(scripts.get('features.py')!, /train_test_split[^]*df\.dropna\(inplace=True\)/)
  })

  test("a boosting library's tables are features, its training is train, its plots are in no stage", async () => {
    const { stages, scripts } = await planOf([
      `${IMPORTS}\nimport lightgbm as lgb`,
      `df = pd.read_csv('d.csv')\n${SPLIT}\ntable = lgb.Dataset(X_train, label=y_train)`,
      `model = lgb.train({'verbosity': -1}, table, callbacks=[lgb.log_evaluation(0)])`,
      'lgb.plot_importance(model)',
      SCORE,
    ])
    assert.deepEqual(
      stages.map(({ name }) => name),
      ['load', 'features', 'train', 'evaluate'],
    )
    assert.match(scripts.get('train.py')!, /model = lgb\.train\(/)
    assert.ok([...scripts.values()].every((text) => !text.includes('plot_importance')))
  })

  test('what a network learns with stands with its learning, what judges it behind', async () => {
    const { stages, scripts } = await planOf([
      `${IMPORTS}\nimport torch\nfrom torch import nn\ntorch.manual_seed(0)`,
      `df = pd.read_csv('d.csv')\n${SPLIT}\nA = torch.FloatTensor(X_train.values)\nB = torch.FloatTensor(X_test.values)\nt = torch.FloatTensor(y_train.values)`,
      `net = nn.Linear(1, 1)\nopt = torch.optim.SGD(net.parameters(), lr=0.1)\nloss_fn = nn.MSELoss()`,
      `for epoch in range(5):\n    opt.zero_grad()\n    loss = loss_fn(net(A).squeeze(), t)\n    loss.backward()\n    opt.step()\n    print(loss.item())`,
      `net.eval()\nwith torch.no_grad():\n    pred = net(B).squeeze()\nmean_absolute_error(y_test, pred.numpy())`,
    ])
    assert.deepEqual(
      stages.map(({ name }) => name),
      ['load', 'features', 'train', 'evaluate'],
    )
    const train = scripts.get('train.py')!
    for (const line of ['torch.optim.SGD(net.parameters()', 'loss.backward()', 'opt.step()'])
      assert.ok(train.includes(line), `${line} is not in train.py`)
    assert.ok(!train.includes('print('))
    assert.match(scripts.get('evaluate.py')!, /net\.eval\(\)/)
  })

  test('the choice among several models stands with the training', async () => {
    const { stages, scripts } = await planOf([
      IMPORTS,
      `df = pd.read_csv('d.csv')\n${SPLIT}`,
      "models = {'weak': Ridge(), 'strong': Ridge(alpha=9)}\nerrors = {}\nfor name, each in models.items():\n    each.fit(X_train, y_train)\n    errors[name] = mean_absolute_error(y_test, each.predict(X_test))",
      `model = models[min(errors, key=errors.get)]\n${SCORE}`,
    ])
    assert.deepEqual(
      stages.map(({ name }) => name),
      ['load', 'features', 'train', 'evaluate'],
    )
    assert.match(scripts.get('train.py')!, /for name, each in models\.items\(\):/)
  })

  test('one loop that does it all is one stage, and it is said', async () => {
    const { stages, warnings } = await planOf([
      IMPORTS,
      `for seed in range(2):\n    df = pd.read_csv('d.csv')\n    ${SPLIT}\n    model = Ridge().fit(X_train, y_train)\n    print(${SCORE})`,
    ])
    assert.deepEqual(
      stages.map(({ name }) => name),
      ['whole'],
    )
    assert.match(warnings.join(), /Cell 1 does everything at once/)
  })

  test('a loop that judges a model in each pass exports the last, and it is said', async () => {
    const cells = (kept: string) => [
      IMPORTS,
      `df = pd.read_csv('d.csv')\n${SPLIT}\nbest, least = None, 9`,
      `for alpha in [0.1, 1, 10]:\n    model = Ridge(alpha=alpha).fit(X_train, y_train)\n    error = ${SCORE}\n    if error < least:\n        least = error\n        ${kept}`,
    ]
    const last = await planOf(cells('chosen = alpha'))
    assert.match(
      last.warnings.join(),
      /Cell 2 judges a model in each pass of a loop: the last of them is exported/,
    )
    const { warnings, scripts } = await planOf(cells('best = model'))
    assert.doesNotMatch(warnings.join(), /each pass/)
    assert.match(scripts.get('evaluate.py')!, /return best, metrics/)
  })

  test('a loop that judges a model by other columns in each pass, or many in a loop around it, says so too', async () => {
    const start = `${IMPORTS}\ndf = pd.read_csv('d.csv')\nX, y = df[['a', 'b']], df['y']`
    const columns = `model = Ridge()\nfor count in [1, 2]:\n    some = X.iloc[:, :count]\n    print(cross_val_score(model, some, y).mean())`
    const models = `for model in [Ridge(), Ridge(2)]:\n    for folds in [3, 5]:\n        print(cross_val_score(model, X, y, cv=folds).mean())`
    for (const loop of [columns, models])
      assert.match((await planOf([start, loop])).warnings.join(), /each pass of a loop/)
    const folds = `model = Ridge()\nfor train, test in KFold().split(X):\n    model.fit(X.iloc[train], y[train])\n    print(mean_absolute_error(y[test], model.predict(X.iloc[test])))`
    assert.doesNotMatch((await planOf([start, folds])).warnings.join(), /each pass of a loop/)
  })

  test('a model that is only cross-validated is fitted on the same rows, and it is said', async () => {
    const { scripts, evaluated, warnings } = await planOf([
      IMPORTS,
      "df = pd.read_csv('d.csv')\np = cross_val_predict(Ridge(alpha=0.5), df[['a']], df['y'], cv=3)",
      "mean_absolute_error(df['y'], p)",
    ])
    assert.match(
      scripts.get('train.py')!,
      /estimator = Ridge\(alpha=0\.5\)\n[^]*fitted = clone\(estimator\)\.fit\(df\[\['a'\]\], df\['y'\]\)/,
    )
    assert.match(scripts.get('evaluate.py')!, /cross_val_predict\(estimator, /)
    assert.equal(evaluated.model, 'fitted')
    assert.match(warnings.join(), /only cross-validates Ridge/)
  })
})

suite('plan: what the scripts keep and leave out', () => {
  const cells = [
    '# # Delays',
    `%matplotlib inline\n${IMPORTS}\nimport matplotlib.pyplot as plt, os`,
    '# # Load\n',
    "# as it comes\ndf = pd.read_csv('d.csv')  # all of it\ndf.hist()",
    'SCALE = 1_000\ndef scaled(frame):\n    """In\n  thousands."""\n    return frame / SCALE',
    "df['a'] = scaled(df['a'])\nprint(df.shape)",
    SPLIT,
    `dead = Ridge(alpha=9).fit(X_train, y_train)\nmodel = Ridge(alpha=1., fit_intercept=False).fit(X_train, y_train)`,
    { code: `print('MAE', ${SCORE})`, printed: 'MAE 1.5\n' },
  ]

  test('comments and headings stay; plots, prints, dead models and unused imports go', async () => {
    const { scripts, modules } = await planOf(cells)
    const all = [...scripts.values()].join('\n')
    assert.match(
      scripts.get('load.py')!,
      /"""Load\."""\n {4}# as it comes\n {4}df = pd\.read_csv\(params\["path"\]\) {2}# all of it/,
    )
    assert.doesNotMatch(all, /hist|print|dead|matplotlib|import os/)
    assert.deepEqual(modules, ['pandas', 'sklearn'])
  })

  test('a function and the constant that it reads can be imported, its strings untouched', async () => {
    const { scripts } = await planOf(cells)
    assert.match(
      scripts.get('helpers.py')!,
      /SCALE = 1_000\n\n\ndef scaled\(frame\):\n {4}"""In\n {2}thousands\."""\n {4}return frame \/ SCALE\n/,
    )
    assert.match(scripts.get('features.py')!, /from pipeline\.helpers import scaled/)
  })

  test('tunable literals go to params.yaml with the type that they have', async () => {
    const { parameters } = await planOf(cells)
    assert.deepEqual(Object.fromEntries(parameters.get('train')!), { alpha: '1.0', fit_intercept: 'false' })
    assert.equal(parameters.get('features')!.get('test_size'), '0.3')
    assert.equal(parameters.get('load')!.get('path'), '"d.csv"')
  })

  test('tunable literals in functions, and what is handed on to these', async () => {
    const { parameters, scripts, stages } = await planOf([
      `${IMPORTS}\nSEED = 3`,
      `def get(path='d.csv', rows=9):
    return pd.read_csv(path)[:rows]
def split(df, test_size):
    return train_test_split(df[['a']], df['y'], test_size=test_size, random_state=SEED)
def train(X, y, **more):
    return Ridge(solver='svd', **more).fit(X, y)`,
      'df = get()\nX_train, X_test, y_train, y_test = split(df, 0.25)',
      `model = train(X_train, y_train, alpha=2.0)\nprint(${SCORE})`,
    ])
    const found = [...parameters].map(([module, each]) => [module, Object.fromEntries(each)] as const)
    assert.deepEqual(Object.fromEntries(found.filter(([, each]) => Object.keys(each).length > 0)), {
      features: { test_size: '0.25' },
      train: { alpha: '2.0' },
      helpers: { SEED: '3', path: '"d.csv"', solver: '"svd"' },
    })
    assert.deepEqual(
      stages.map(({ name }) => name),
      ['load', 'features', 'train', 'evaluate'],
    )
    assert.match(
      scripts.get('helpers.py')!,
      /\n\nparams = artifacts\.params\("helpers"\)\nSEED = params\["SEED"\]\n\n\ndef get\(path=params\["path"\], rows=9\):\n/,
    )
  })

  test('tunable literals of a configuration: a class, a dictionary, a constant', async () => {
    const { parameters } = await planOf([
      `${IMPORTS}\nclass CFG:\n    path = 'd.csv'\n    alpha: float = 2.0\n    unused = 3`,
      "df = pd.read_csv(CFG.path)\nsizes = {'test': 0.25, 'other': 1}\nshuffled = True\nseen = 5",
      "X_train, X_test, y_train, y_test = train_test_split(df[['a']], df['y'], test_size=sizes['test'], shuffle=shuffled)",
      "options = dict(tol=1e-3, solver='svd', extra=None)\noptions.pop('extra')",
      `model = Ridge(alpha=CFG.alpha, **options).fit(X_train, y_train)\nprint(${SCORE})`,
    ])
    const found = [...parameters].map(([module, each]) => [module, Object.fromEntries(each)] as const)
    const { load, ...others } = Object.fromEntries(found)
    assert.deepEqual(load, { extra_rows: 'null' })
    assert.deepEqual(others, {
      features: { test: '0.25', shuffled: 'true' },
      train: { tol: '1.0e-3', solver: '"svd"', extra: 'null' },
      evaluate: {},
      helpers: { path: '"d.csv"', alpha: '2.0' },
    })
  })

  test('a tunable dictionary in a loop, not one with several values', async () => {
    const { parameters } = await planOf([
      `${IMPORTS}\ndf = pd.read_csv('d.csv')\nX, y = df[['a']], df['y']\nmade = y * 0.0`,
      `for train, test in KFold(n_splits=3).split(X):
    own = {'alpha': 0.5, 'tol': 1e-4}
    other = {'solver': 'svd'}
    if len(train) > 5:
        other = {'solver': 'lsqr'}
    model = Ridge(**own, **other).fit(X.iloc[train], y.iloc[train])
    made.iloc[test] = model.predict(X.iloc[test])`,
      'print(mean_absolute_error(y, made))',
    ])
    const found = [...parameters.values()].flatMap((each) => [...each])
    assert.deepEqual(
      found.filter(([name]) => !/path|extra/.test(name)),
      [
        ['alpha', '0.5'],
        ['tol', '1.0e-4'],
        ['n_splits', '3'],
      ],
    )
  })

  test('a stage without a heading says what it does', async () => {
    const { scripts } = await planOf(
      cells.filter((cell) => typeof cell !== 'string' || !cell.startsWith('# # ')),
    )
    assert.match(scripts.get('load.py')!, /"""Reads d\.csv\."""/)
    assert.match(scripts.get('train.py')!, /"""Trains the model: Ridge\."""/)
    assert.match(scripts.get('evaluate.py')!, /"""Measures mean_absolute_error\."""/)
  })

  test('what says which result there is, and not how it is come to, stays in the code', async () => {
    const folds = `made = cross_val_predict(Ridge(), df[['a']], df['y'], cv=3, method='predict')\nprint(mean_absolute_error(df['y'], made))`
    const { parameters } = await planOf([`${IMPORTS}\ndf = pd.read_csv('d.csv')`, folds])
    const names = [...parameters.values()].flatMap((each) => [...each.keys()])
    assert.deepEqual(names.includes('cv') && !names.includes('method'), true)
  })

  test('the files that a stage reads are known also by a constant or from another folder', async () => {
    const train =
      "model = Ridge().fit(df[['a']][:9], df['y'][:9])\nprint(mean_absolute_error(df['y'][9:], model.predict(df[['a']][9:])))"
    for (const [load, file] of [
      ["PATH = 'd.csv'\ndf = pd.read_csv(PATH)", 'd.csv'],
      ["from pathlib import Path\nhere = Path('data')\ndf = pd.read_csv(here / 'd.csv')", 'data/d.csv'],
      ["import os\nos.chdir('below')\ndf = pd.read_csv('d.csv')", 'below/d.csv'],
    ]) {
      const { stages } = await planOf([`${IMPORTS}\n${load}`, train])
      assert.deepEqual(stages[0]!.data, { files: [file], needed: [file] }, load)
    }
  })

  test('a file that may be missing is not asked for: one that is made, one of a branch, one of a function, a database', async () => {
    const train =
      "model = Ridge().fit(df[['a']][:9], df['y'][:9])\nprint(mean_absolute_error(df['y'][9:], model.predict(df[['a']][9:])))"
    for (const [load, files] of [
      ["import sqlite3\ndf = pd.read_sql('SELECT a, y FROM rows', sqlite3.connect('d.db'))", ['d.db']],
      ["def get(path='d.csv'):\n    return pd.read_csv(path)\ndf = get()", ['d.csv']],
      [
        "import os\nif os.path.exists('d.parquet'):\n    df = pd.read_parquet('d.parquet')\nelse:\n    df = make()",
        ['d.parquet'],
      ],
      ["make().to_csv('d.csv')\ndf = pd.read_csv('d.csv')", []],
    ] as const) {
      const { stages } = await planOf([
        `${IMPORTS}\ndef make():\n    return pd.DataFrame({'a': range(20), 'y': range(20)})\n${load}`,
        train,
      ])
      assert.deepEqual(
        stages.map(({ data }) => data),
        stages.map((_, at) => ({ files: at === 0 ? files : [], needed: [] })),
        load,
      )
    }
  })

  test('a metric inside a print is written down instead of printed', async () => {
    const { scripts } = await planOf(cells)
    assert.match(
      scripts.get('evaluate.py')!,
      /metrics\["mean_absolute_error"\] = mean_absolute_error\(y_test,/,
    )
  })

  test('an environment variable is set before anything is imported, since some libraries read it then', async () => {
    const { environment, scripts } = await planOf([
      `import os\nos.environ['KERAS_BACKEND'] = 'torch'\nimport keras\n${IMPORTS}\ndf = pd.read_csv('d.csv')`,
      `${SPLIT}\nmodel = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile(loss='mse')\nmodel.fit(X_train, y_train)\n${SCORE}`,
    ])
    assert.deepEqual(environment, ["os.environ['KERAS_BACKEND'] = 'torch'"])
    assert.ok(![...scripts.values()].join().includes('KERAS_BACKEND'))
  })

  test('one that changes after it was read keeps its place', async () => {
    const { environment, scripts } = await planOf([
      `import os\n${IMPORTS}\nos.environ['SEED'] = '1'\ndf = pd.read_csv('d.csv')`,
      "X_train, X_test, y_train, y_test = train_test_split(df[['a']], df['y'], random_state=int(os.environ['SEED']))",
      "os.environ['SEED'] = '2'\nmodel = Ridge(solver='sag', random_state=int(os.environ['SEED'])).fit(X_train, y_train)",
      SCORE,
    ])
    assert.deepEqual(environment, ["os.environ['SEED'] = '1'"])
    assert.match(scripts.get('train.py')!, /SEED'\] = '2'\n {4}model = Ridge/)
    assert.doesNotMatch(scripts.get('features.py')!, /'2'/)
  })

  test('a function that reads what changes later stays with it', async () => {
    const { scripts } = await planOf([
      IMPORTS,
      "COLUMNS = ['a', 'b']\ndef pick(frame):\n    return frame[COLUMNS]\nCOLUMNS.append('c')",
      "df = pd.read_csv('d.csv')\nX = pick(df)\ny = df['y']\nmodel = Ridge().fit(X, y)\nmodel.score(pick(df), y)",
    ])
    assert.equal(scripts.has('helpers.py'), false)
    for (const stage of ['features.py', 'evaluate.py'])
      assert.match(scripts.get(stage)!, / {4}def pick\(frame\):\n {8}return frame\[COLUMNS\]/)
  })

  test('kept names reach the last stage, with what the evaluation compares', async () => {
    const { scripts } = await planOf(cells, { keep: ['df'] })
    assert.match(
      scripts.get('evaluate.py')!,
      /artifacts\.save\("evaluate", values, \["X_test", "df", "model", "y_test"\]\)/,
    )
  })

  test('a constant that the model needs is a value of the run, also where a function reads it', async () => {
    const { scripts } = await planOf(cells, { keep: ['SCALE'] })
    assert.equal(scripts.has('helpers.py'), false)
    assert.match(scripts.get('evaluate.py')!, /artifacts\.save\("evaluate", values, \["SCALE", /)
  })

  test('features that other code stands between are functions of their own, and one that calls them', async () => {
    const { scripts, rowFunction } = await planOf([
      IMPORTS,
      "df = pd.read_csv('d.csv')\n# a half\ndf['a'] = df['b'] / 2\ndf['c'] = df['c'] - df['c'].mean()",
      "df['d'] = df['b'] * df['a']\nX_train, X_test, y_train, y_test = train_test_split(df[['a', 'c', 'd']], df['y'])",
      "X_train['e'] = X_train.d + 1\nX_test['e'] = X_test.d + 1",
      `model = Ridge().fit(X_train, y_train)\n${SCORE}`,
    ])
    const text = scripts.get('features.py')!
    assert.match(
      text,
      /def features_1\(rows\):\n.*\n {4}# a half\n {4}rows\['a'\] = rows\['b'\] \/ 2\n {4}return rows/,
    )
    assert.match(
      text,
      /Takes: b\.\n {4}Makes: a, d, e\.\n[^]*return features_3\(features_2\(features_1\(rows\)\)\)/,
    )
    assert.match(text, /X_train = features_3\(X_train\)\n {4}X_test = features_3\(X_test\)/)
    assert.equal(rowFunction!.name, 'features')
  })

  test('a notebook with a variable of that name has another name for the function of its rows', async () => {
    const { scripts } = await planOf([
      IMPORTS,
      "df = pd.read_csv('d.csv')\ndf['a'] = df['b'] / 2\nfeatures = ['a']\nX = df[features]\ny = df['y']",
      'model = Ridge().fit(X, y)\nmodel.score(X, y)',
    ])
    assert.match(
      scripts.get('features.py')!,
      /def row_features\(rows\):[^]*def features_stage\([^]*df = row_features\(df\)/,
    )
  })

  test('rows for a rebuild join behind the last filter and before what is computed from them', async () => {
    const { scripts, parameters } = await planOf(
      [
        IMPORTS,
        "df = pd.read_csv('d.csv')\ndf = df[df.year <= 1976]\ndf['a'] = df.a * 2",
        `${SPLIT}\nmodel = Ridge().fit(X_train, y_train)\n${SCORE}`,
      ],
      { extraRows: '.shiploop/rows.csv' },
    )
    assert.match(
      scripts.get('prepare.py')!,
      /<= 1976\]\n {4}#.*\n {4}df = artifacts\.with_extra_rows\(df, params\["extra_rows"\]\)\n {4}return df/,
    )
    assert.match(scripts.get('features.py')!, /def features\(rows\):[^]* {4}rows\['a'\] = rows\.a \* 2\n/)
    assert.equal(parameters.get('prepare')!.get('extra_rows'), '".shiploop/rows.csv"')
  })
})

suite('plan: what holds a name of a comprehension or a lambda is not written without it', () => {
  const START = `${IMPORTS}
from sklearn.model_selection import cross_validate
df = pd.read_csv('d.csv')
X, y = df[['a']], df['y']
models = {n: Ridge(n).fit(X, y) for n in (1, 2)}`
  const refused = {
    'a mean of folds by the key of a dict comprehension':
      "scores = cross_validate(models[1], X, y, scoring=['r2', 'max_error'])\nprint({key: f'{np.mean(scores[key]):.2f}' for key in ('test_r2', 'test_max_error')})",
    'a score by the parameter of a lambda':
      'print(list(map(lambda each: each.score(X, y), models.values())))',
    'a model by its key, where a list of predictions is judged':
      'made = [models[each].predict(X) for each in models]\nprint(mean_absolute_error(y, made[0]))',
  }
  for (const [name, cell] of Object.entries(refused))
    test(name, async () => {
      const sentence = await sentenceOf(planOf([START, cell]))
      assert.match(
        sentence,
        /Cell 1 scores or predicts in a comprehension or a lambda, outside of which (key|each) is no/,
      )
    })

  test('an attribute of that name is another thing', async () => {
    const { scripts } = await planOf([
      START,
      'model = models[1]\nprint([model.score(X, y) for score in (1,)])',
    ])
    assert.match(scripts.get('evaluate.py')!, /metrics\["r2"\] = model\.score\(X, y\)/)
  })
})

suite('plan: what a model is judged by is kept for its reference', () => {
  for (const truth of ["test['y'].to_numpy()", "df.loc[300:, 'y'].to_numpy()", 'y_test.to_numpy()'])
    test(`a truth as an array: ${truth}`, async () => {
      const { evaluated, scripts } = await planOf([
        IMPORTS,
        `df = pd.read_csv('d.csv')\ntest = df[300:]\ny_test = test['y']\nmodel = Ridge().fit(df[['a']][:300], df['y'][:300])`,
        `print(mean_absolute_error(${truth}, model.predict(test[['a']])))`,
      ])
      assert.equal(evaluated.truth, 'evaluated_truth')
      assert.ok([...scripts.values()].some((text) => text.includes(`evaluated_truth = ${truth}`)))
    })
})
