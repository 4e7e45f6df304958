import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { suite, test } from 'mocha'
import { notebookJson } from '../pipeline/notebooks.ts'
import { folderWith, shiploop, snapshot } from './shiploop.ts'

const oneSentence = (stderr: string, message: RegExp): void => {
  const lines = stderr
    .trimEnd()
    .split('\n')
    .filter((line) => line.startsWith('shiploop '))
  assert.equal(lines.length, 1, stderr)
  assert.match(lines[0]!, message)
  assert.doesNotMatch(stderr, /^\s+at |Traceback/m)
}

suite('wrong usage: exit 2 and the usage line', () => {
  const calls: [string, string[]][] = [
    ['an unknown verb', ['shipp']],
    ['a missing word', ['slice']],
    ['a word too many', ['status', 'now']],
    ['an unknown option', ['status', '--loud']],
    ['a cell that is no number', ['slice', 'no-model.ipynb', '--cell', 'last']],
    ['an unknown action', ['decide', 'PANIC']],
  ]
  for (const [name, args] of calls)
    test(name, async () => {
      const { code, stdout, stderr } = await shiploop(
        await folderWith('test/fixtures/broken/no-model.ipynb'),
        ...args,
        '--json',
      )
      assert.equal(code, 2, stderr)
      assert.equal(stdout, '')
      assert.match(stderr, /usage: shiploop/)
    })
})

suite('a slice of a cell that has nothing to give', () => {
  test('a cell without code is an answer that says so', async () => {
    const folder = await folderWith()
    await writeFile(join(folder, 'a.ipynb'), notebookJson(['x = 1', '']))
    const { code, stdout, stderr } = await shiploop(folder, 'slice', 'a.ipynb', '--cell', '1', '--json')
    assert.equal(code, 0, stderr)
    const { cells, source, warnings } = JSON.parse(stdout) as Record<string, unknown>
    assert.deepEqual({ cells, source }, { cells: [], source: '' })
    assert.match(String(warnings), /Cell 1 shows nothing/)
  })

  test('a refused cell is an answer with its reasons, and one sentence that names the place', async () => {
    const folder = await folderWith()
    await writeFile(join(folder, 'a.ipynb'), notebookJson(['x = 1', 'print(ghost)']))
    const { code, stdout, stderr } = await shiploop(folder, 'slice', 'a.ipynb', '--cell', '1', '--json')
    assert.equal(code, 1, stdout)
    assert.match(stdout, /"refusals":\[\{"cell":1,"line":1,/)
    oneSentence(stderr, /Cell 1, line 1: .*ghost/)
  })
})

suite('a broken notebook: one sentence that names it, and every file as it was', () => {
  const broken: [string, RegExp][] = [
    ['cut-off.ipynb', /cut-off\.ipynb: The notebook is cut off/],
    ['zero-bytes.ipynb', /zero-bytes\.ipynb: The notebook is cut off: the file is empty/],
    ['r-kernel.ipynb', /kernel speaks r, not Python/],
    ['empty.ipynb', /evaluates no model/],
    ['no-model.ipynb', /evaluates no model/],
    ['syntax-error.ipynb', /cell 2/i],
    ['deleted-cell.ipynb', /columns/],
    ['raised.ipynb', /cell 2/i],
    ['missing-data.ipynb', /flowers-2019\.csv/],
    ['nan-metric.ipynb', /is not a number/],
  ]
  for (const [file, message] of broken)
    test(file, async () => {
      const folder = await folderWith(`test/fixtures/broken/${file}`)
      const before = await snapshot(folder)
      const { code, stdout, stderr } = await shiploop(folder, 'ship', file, '--json')
      assert.equal(code, 1, stdout)
      oneSentence(stderr, message)
      const after = await snapshot(folder)
      assert.equal(after[file], before[file])
      // Only a run can tell that a metric is no number: what was exported until then stays, nothing half-written.
      if (file === 'nan-metric.ipynb')
        assert.deepEqual(
          Object.keys(after).filter((path) => /tmp|lock$/.test(path)),
          [],
        )
      else assert.deepEqual(after, before)
    })

  test('a model that a function makes, judges and keeps: that cell, that function, and what to do', async () => {
    const folder = await folderWith('test/fixtures/notebooks/wine.csv')
    const cells = [
      "import pandas as pd\nfrom sklearn.metrics import f1_score\nfrom sklearn.naive_bayes import GaussianNB\ndf = pd.read_csv('wine.csv').dropna()",
      "def judged(X, y, X_test, y_test):\n    bayes = GaussianNB()\n    bayes = bayes.fit(X, y)\n    pred = bayes.predict(X_test)\n    return f1_score(y_test, pred, average=None), f1_score(y_test, pred, average='micro')",
      "X, y = df[['alcohol', 'hue']], df['cultivar']\njudged(X[::2], y[::2], X[1::2], y[1::2])",
    ]
    await writeFile(join(folder, 'kept.ipynb'), notebookJson(cells))
    const { code, stderr } = await shiploop(folder, 'ship', 'kept.ipynb', '--json')
    assert.equal(code, 1)
    oneSentence(stderr, /Cell 2 judges a model inside the function judged, which makes it\. Let it return/)
  })

  test('a model that only a table judges: that cell, and which number it lacks', async () => {
    const folder = await folderWith('test/fixtures/notebooks/wine.csv')
    const cells = [
      "import pandas as pd\nfrom sklearn.metrics import confusion_matrix as table\nfrom sklearn.naive_bayes import GaussianNB\ndf = pd.read_csv('wine.csv').dropna()",
      "X, y = df[['alcohol', 'hue']], df['cultivar']\nmodel = GaussianNB().fit(X[::2], y[::2])",
      'print(table(y[1::2], model.predict(X[1::2])))',
    ]
    await writeFile(join(folder, 'table.ipynb'), notebookJson(cells))
    const { code, stderr } = await shiploop(folder, 'ship', 'table.ipynb', '--json')
    assert.equal(code, 1)
    oneSentence(stderr, /Cell 2 judges a model by confusion_matrix alone/)
  })

  test('models that only a comprehension scores: that cell, and the name that holds none of them', async () => {
    const folder = await folderWith('test/fixtures/notebooks/wine.csv')
    const cells = [
      "import pandas as pd\nfrom sklearn.tree import DecisionTreeClassifier\ndf = pd.read_csv('wine.csv').dropna()",
      "X, y = df[['alcohol', 'hue']], df['cultivar']\ntrees = [DecisionTreeClassifier(max_depth=d).fit(X[::2], y[::2]) for d in (1, 2)]",
      'print([tree.score(X[1::2], y[1::2]) for tree in trees])',
    ]
    await writeFile(join(folder, 'trees.ipynb'), notebookJson(cells))
    const { code, stderr } = await shiploop(folder, 'ship', 'trees.ipynb', '--json')
    assert.equal(code, 1)
    oneSentence(
      stderr,
      /Cell 2 scores or predicts in a comprehension or a lambda, outside of which tree is no model/,
    )
  })

  test('one of the predictions of a comprehension: its name holds the last model of a loop, not the judged one', async () => {
    const folder = await folderWith('test/fixtures/notebooks/wine.csv')
    const cells = [
      "import pandas as pd\nfrom sklearn.metrics import accuracy_score\nfrom sklearn.tree import DecisionTreeClassifier\ndf = pd.read_csv('wine.csv').dropna()",
      "X, y = df[['alcohol', 'hue']], df['cultivar']\ntrees = [DecisionTreeClassifier(max_depth=d) for d in (1, 2)]\nfor tree in trees:\n    tree.fit(X[::2], y[::2])",
      'made = [tree.predict(X[1::2]) for tree in trees]\nprint(accuracy_score(y[1::2], made[0]))',
    ]
    await writeFile(join(folder, 'made.ipynb'), notebookJson(cells))
    const { code, stderr } = await shiploop(folder, 'ship', 'made.ipynb', '--json')
    assert.equal(code, 1)
    oneSentence(
      stderr,
      /Cell 2 scores or predicts in a comprehension or a lambda, outside of which tree is no model/,
    )
  })

  test('a model that is evaluated only in a cell that never ran: that cell', async () => {
    const folder = await folderWith(
      'test/fixtures/workspace/flowers.ipynb',
      'test/fixtures/workspace/flowers.csv',
    )
    const file = join(folder, 'flowers.ipynb')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replaceAll(/"execution_count": [36],/g, '"execution_count": null,'))
    const { code, stderr } = await shiploop(folder, 'ship', 'flowers.ipynb')
    assert.equal(code, 1)
    oneSentence(
      stderr,
      /Cell 6 evaluates a model, and has not run since it was written or edited\. Run the cell again/,
    )
  })

  test('a notebook that is not there', async () => {
    const { code, stderr } = await shiploop(await folderWith(), 'ship', 'gone.ipynb')
    assert.equal(code, 1)
    oneSentence(stderr, /gone\.ipynb: The notebook does not exist/)
  })
})

suite('a broken surrounding: one sentence that names it', () => {
  const notebook = 'test/fixtures/notebooks/holdout.ipynb'
  const data = 'test/fixtures/notebooks/wine.csv'

  test('a broken shiploop.yaml names its line, and nothing is written', async () => {
    const folder = await folderWith(notebook, data)
    await writeFile(join(folder, 'shiploop.yaml'), 'schema: 1\nname: [a\n')
    const before = await snapshot(folder)
    const { code, stderr } = await shiploop(folder, 'ship', 'holdout.ipynb')
    assert.equal(code, 1)
    oneSentence(stderr, /shiploop\.yaml: The YAML is broken at line \d/)
    assert.deepEqual(await snapshot(folder), before)
  })

  test('an interpreter that is not there', async () => {
    const folder = await folderWith(notebook, data)
    const { code, stderr } = await shiploop(folder, 'ship', 'holdout.ipynb', '--python', '/no/such/python')
    assert.equal(code, 1)
    oneSentence(stderr, /\/no\/such\/python is no Python/)
  })

  test('a file where the folder pipeline should go', async () => {
    const folder = await folderWith(notebook, data)
    await writeFile(join(folder, 'pipeline'), 'mine')
    const { code, stderr } = await shiploop(folder, 'ship', 'holdout.ipynb')
    assert.equal(code, 1)
    oneSentence(stderr, /A file stands where a folder should go/)
    assert.equal((await snapshot(folder))['pipeline'], Buffer.from('mine').toString('base64'))
  })

  test('a taken port', async () => {
    const folder = await folderWith(notebook, data)
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    try {
      const { port } = taken.address() as AddressInfo
      await writeFile(
        join(folder, 'shiploop.yaml'),
        `schema: 1\nname: wine\nnotebook: holdout.ipynb\nserve: { port: ${port} }\n`,
      )
      const { code, stderr } = await shiploop(folder, 'ship', 'holdout.ipynb')
      assert.equal(code, 1)
      oneSentence(stderr, new RegExp(`${port}`))
    } finally {
      taken.close()
    }
  })

  test('no project here', async () => {
    const { code, stderr } = await shiploop(await folderWith(), 'status')
    assert.equal(code, 1)
    oneSentence(stderr, /There is no project here/)
  })

  test('a stopped project is no failure: status answers with nulls', async () => {
    const folder = await folderWith()
    await writeFile(join(folder, 'shiploop.yaml'), 'schema: 1\nname: a\nnotebook: a.ipynb\n')
    await mkdir(join(folder, '.shiploop'))
    const { code, stdout } = await shiploop(folder, 'status', '--json')
    assert.equal(code, 0)
    assert.deepEqual(JSON.parse(stdout), {
      state: 'stopped',
      url: null,
      pid: null,
      model: null,
      tokenFile: null,
      database: null,
    })
  })
})
