import assert from 'node:assert/strict'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import { explainSlice } from '../../../src/build/analysis/slice/explain.ts'
import { sliceOf } from '../../../src/build/analysis/slice/slice.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { insightOf } from '../../../src/editor/notebook/insight.ts'
import { notebookJson } from '../pipeline/notebooks.ts'
import { runScripts } from './python.ts'

/** So many lists, each of which a loop may change: that grows with their square. */
const LISTS = 15_000

const notebook = (cells: readonly string[]) => parseNotebook(notebookJson(cells), 'bounded.ipynb')

const much = [
  `limit = 3\nlists = {${Array.from({ length: LISTS }, (_, at) => `'k${at}': [${at}]`).join(', ')}}`,
  'for key, each in lists.items():\n    each.append(key)',
  'for _ in range(2):\n    limit += 1\n    if limit > 4:\n        print(limit)',
  'unneeded = 1',
  'print(limit * 2)',
]

suite('slices of notebooks that are too much work', () => {
  test('keep all before, say so, and print what the notebook prints', async () => {
    const analysis = await analyse(notebook(much))
    assert.ok(analysis.unfollowedFrom !== null)
    const slice = sliceOf(analysis, { cell: 4 })
    assert.deepEqual(
      slice.statements,
      analysis.statements.map(({ id }) => id),
    )
    assert.deepEqual(slice.refusals, [])
    assert.match(slice.warnings.join(), /From cell 1 on, the notebook is too much work to follow/)
    const [kept] = explainSlice(analysis, slice)
    assert.ok(kept!.unknown)
    assert.match(kept!.neededBy.flatMap(({ through }) => through).join(), /too much work to tell/)
    const [run] = await runScripts([{ script: slice.source }])
    assert.deepEqual(run, { prints: '10\n', error: null })
  })

  test('are as small as ever for what comes before', async () => {
    const slice = sliceOf(await analyse(notebook(['x = 1\ny = 2\nprint(x)', ...much])), { cell: 0 })
    assert.deepEqual(slice.statements, [0, 2])
  })

  test('choose no model that stands before, and refuse what only IPython has', async () => {
    const model = [
      'from sklearn.linear_model import Ridge',
      'model = Ridge().fit([[0], [1]], [0, 1])',
      'model.score([[0], [1]], [0, 1])',
    ].join('\n')
    const { refusals } = await insightOf({ notebook: notebook([model, ...much]) })
    assert.deepEqual(
      refusals.map(({ cell, reason }) => [cell, reason]),
      [[2, { kind: 'too much' }]],
    )
    const analysis = await analyse(notebook([...much.slice(0, 4), 'print(get_ipython())']))
    assert.match(
      sliceOf(analysis, { cell: 4 })
        .refusals.map(({ reason }) => reason.kind)
        .join(),
      /get_ipython/,
    )
  })
})

suite('slices of loops that copy what nobody knows', () => {
  test('follow them to their end: the copies of each round are those of the first', async () => {
    const cells = [
      "import copy\nfrom xml.dom.minidom import parseString\ndocument = parseString('<a/>')",
      [
        'for name in document.documentElement.tagName * 3:',
        '    copied = copy.deepcopy(document)',
        '    try:',
        "        copied.documentElement.setAttribute('name', name)",
        '    except ValueError:',
        '        continue',
        '    print(copied.toxml(), document.toxml())',
      ].join('\n'),
      'size = len(document.documentElement.childNodes)',
      'print(document.documentElement.toxml())',
    ]
    const analysis = await analyse(notebook(cells))
    const slice = sliceOf(analysis, { cell: 3 })
    const dropped = analysis.statements.filter(({ id }) => !slice.statements.includes(id))
    assert.deepEqual(
      dropped.map(({ cell }) => cell),
      [2],
    )
    const [run] = await runScripts([{ script: slice.source }])
    assert.deepEqual(run, { prints: '<a/>\n', error: null })
  })
})

suite('slices of cells that nest too deep', () => {
  const TERMS = 20_000
  const deep: Readonly<Record<string, string>> = {
    'a sum of very many terms': `total = ${Array<string>(TERMS).fill('limit').join(' + ')}`,
    'a very long chain of methods': `total = str(limit)${'.strip()'.repeat(TERMS)}`,
    'very many brackets': `total = ${'['.repeat(TERMS)}limit${']'.repeat(TERMS)}`,
  }
  for (const [name, cell] of Object.entries(deep))
    test(`refuse what needs them, and leave them out of what does not: ${name}`, async () => {
      const cells = ['limit = 3', cell, 'print(total)', 'other = 1', 'print(other)']
      const of = async (at: number) => sliceOf(await analyse(notebook(cells), { cell: at }), { cell: at })
      const { refusals, statements } = await of(2)
      assert.deepEqual(statements, [0, 1, 2])
      assert.deepEqual(
        refusals.map((each) => [each.cell, each.reason]),
        [[1, { kind: 'too deep' }]],
      )
      assert.deepEqual((await of(4)).refusals, [])
    })
})
