import assert from 'node:assert/strict'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, suiteSetup, suiteTeardown, test } from 'mocha'
import type { Iteration } from '../../../src/iteration/record.ts'
import { type CellText, notebookJson } from '../pipeline/notebooks.ts'
import { folderWith, shiploop, snapshot } from './shiploop.ts'

const CELLS: readonly CellText[] = [
  'import pandas as pd\nfrom sklearn.naive_bayes import GaussianNB',
  "df = pd.read_csv('wine.csv').dropna()",
  "X = df[['alcohol', 'hue']]\ny = df['cultivar']",
  'model = GaussianNB().fit(X[::2], y[::2])',
  { code: 'print(model.score(X[1::2], y[1::2]))', printed: '0.5\n' },
]
const WAY_OUT = /Or have the cells read in the order of the file, .*: --order file$/m

/** A notebook whose cells have these execution counts. */
function counted(cells: readonly CellText[], counts: readonly (number | null)[]): string {
  const notebook = JSON.parse(notebookJson(cells)) as { cells: { execution_count: number | null }[] }
  for (const [at, cell] of notebook.cells.entries()) cell.execution_count = counts[at]!
  return JSON.stringify(notebook)
}

/** The first cell ran again after the others: by its counts this can't have run. */
const RERUN = counted(CELLS, [5, 2, 3, 4, 6])

suite('a notebook with a re-run cell, from the command line', () => {
  let folder: string
  suiteSetup(async () => {
    folder = await folderWith('test/fixtures/notebooks/wine.csv')
    await writeFile(join(folder, 'again.ipynb'), RERUN)
  })
  suiteTeardown(() => rm(folder, { recursive: true, force: true }))

  test('is refused, with the order of the file as a way out, and nothing is written', async () => {
    const before = await snapshot(folder)
    for (const verb of ['ship', 'slice']) {
      const { code, stderr } = await shiploop(folder, verb, 'again.ipynb', '--json')
      assert.equal(code, 1)
      assert.match(stderr, /cell 0 does, and last ran after it; restart the kernel/)
      assert.match(stderr, WAY_OUT)
    }
    assert.deepEqual(await snapshot(folder), before)
  })

  test('has a slice in the order of the file, for once', async () => {
    const { code, stdout } = await shiploop(folder, 'slice', 'again.ipynb', '--order', 'file')
    assert.equal(code, 0)
    assert.match(stdout, /# note: Cell 0 last ran after a later one/)
    assert.match(stdout, /^import pandas as pd$/m)
    assert.equal((await shiploop(folder, 'slice', 'again.ipynb', '--order', 'up')).code, 2)
  })

  test('is exported in the order of the file from then on: it is in shiploop.yaml, and said', async () => {
    await shiploop(folder, 'init', 'again.ipynb')
    const settings = join(folder, 'shiploop.yaml')
    const before = await readFile(settings, 'utf8')
    const { code, stdout, stderr } = await shiploop(folder, 'export', 'again.ipynb', '--order', 'file')
    assert.equal(code, 0, stderr)
    assert.match(stdout, /note: order: file is in shiploop\.yaml now/)
    assert.equal(
      await readFile(settings, 'utf8'),
      before.replace('"again.ipynb"\n', '"again.ipynb"\norder: file\n'),
    )
    assert.equal((await shiploop(folder, 'slice', 'again.ipynb', '--json')).code, 0)
    assert.equal((await shiploop(folder, 'export', 'again.ipynb')).code, 0)
  })

  test('gives what it gives from top to bottom; that it has stored another number is said, and is no difference', async () => {
    const { code, stdout, stderr } = await shiploop(folder, 'run', '--verify', '--json')
    assert.equal(code, 0, stderr)
    const { order, verified, metrics, warnings } = JSON.parse(stdout) as Iteration
    assert.equal(order, 'file')
    assert.equal(verified!.equal, true)
    const [metric] = metrics!
    assert.deepEqual([metric!.stored, metric!.equal, metric!.notebook], ['0.5', true, metric!.scripts])
    assert.match(
      warnings!.join('\n'),
      /^The notebook as stored is not what runs from top to bottom: that gives accuracy = 0\.8\d+, and its stored output is 0\.5\.$/m,
    )
  })

  test('asks to be exported again once shiploop.yaml has another order', async () => {
    const settings = join(folder, 'shiploop.yaml')
    const text = await readFile(settings, 'utf8')
    await writeFile(settings, text.replace('order: file\n', 'order: counts\n'))
    const { code, stderr } = await shiploop(folder, 'run', '--verify')
    assert.equal(code, 1)
    assert.match(stderr, /shiploop\.yaml has another order of the cells since/)
    // What the scripts were made of has not changed, and they still run.
    assert.match((await shiploop(folder, 'run')).stdout, /note: shiploop\.yaml has another order/)
  })
})

suite('the order of the file is named where it is a way out, and only there', () => {
  const refused = async (cells: readonly CellText[], counts: readonly (number | null)[]) => {
    const folder = await folderWith('test/fixtures/notebooks/wine.csv')
    await writeFile(join(folder, 'messy.ipynb'), counted(cells, counts))
    const { code, stderr } = await shiploop(folder, 'ship', 'messy.ipynb', '--json')
    assert.equal(code, 1)
    await rm(folder, { recursive: true })
    return stderr
  }

  test('cells without a count: where all of them are there', async () => {
    assert.match(await refused(CELLS, [null, 1, 2, 3, 4]), WAY_OUT)
  })

  test('an evaluation that never ran', async () => {
    const sentence = await refused(CELLS, [1, 2, 3, 4, null])
    assert.match(sentence, /Cell 4 evaluates a model, and has not run .* Run the cell again/)
    assert.match(sentence, WAY_OUT)
  })

  test('not where a name that is needed is defined further down, or nowhere', async () => {
    const moved = [CELLS[1]!, CELLS[0]!, ...CELLS.slice(2)]
    assert.doesNotMatch(await refused(moved, [2, 5, 3, 4, 6]), WAY_OUT)
    assert.doesNotMatch(await refused(CELLS.slice(1), [null, 1, 2, 3]), WAY_OUT)
  })
})
