import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dashboardOf } from '../../../src/editor/dashboard/model.ts'
import { problemText } from '../../../src/editor/problemText.ts'
import { translator } from '../../../src/editor/text.ts'
import { iterationRows } from '../../../src/editor/views/iterations.ts'
import { Project } from '../../../src/iteration/project.ts'
import { parseIteration } from '../../../src/iteration/store.ts'
import { fill, Problem } from '../../../src/platform/problem.ts'
import { literals, sentences } from './sources.ts'

const root = join(import.meta.dirname, '../../..')
const german = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.de.json'), 'utf8')) as Record<
  string,
  string
>
const say = translator(german)

suite('translation: every sentence', () => {
  test('of the editor, and of the core as far as it reaches the editor, is there in German', () => {
    const spoken = [...sentences()]
    assert.ok(spoken.length > 400, `${spoken.length} sentences`)
    assert.deepEqual(spoken.filter((text) => !(text in german)).sort(), [])
  })

  test('that is gone in English is gone in German', () => {
    const code = literals()
    assert.deepEqual(
      Object.keys(german).filter((text) => !code.has(text)),
      [],
    )
  })

  test('has the same holes in German', () => {
    const holes = (text: string) => [...text.matchAll(/\{\d\}/g)].map(String).sort().join()
    assert.deepEqual(
      Object.entries(german).filter(([english, translated]) => holes(english) !== holes(translated)),
      [],
    )
  })

  test('is found again when its holes are filled', () => {
    const args = ['horsepower', '17', 'weight', '93%', 'cars.csv']
    const lost = Object.keys(german).filter(
      (template) => /[a-z]{3}/i.test(template) && say(fill(template, args)) !== fill(german[template]!, args),
    )
    assert.deepEqual(lost, [])
  })
})

suite('translation: what the core said', () => {
  test('is put together again with its numbers, and phrases in it are translated too', () => {
    assert.equal(
      say('Live accuracy is 84% [77, 89], 122 labels; it misses the requirement (accuracy >= 90%).'),
      'Live: Genauigkeit 84% [77, 89], 122 Labels; das verfehlt die Anforderung (Genauigkeit >= 90%).',
    )
  })

  test('keeps the names of columns, files and turns as they are', () => {
    assert.equal(
      say('The traffic has drifted (model, time, live).'),
      'Die Anfragen driften (model, time, live).',
    )
    assert.equal(say('The column "{0}" is missing.', 'time'), 'Die Spalte „time“ fehlt.')
    assert.equal(say('There is no turn "{0}".', 'first turn'), 'Es gibt keine Runde „first turn“.')
  })

  test('stays English where it is not known', () => {
    assert.equal(say('KeyError: origin'), 'KeyError: origin')
  })

  test('is English without a translation', () => {
    assert.equal(translator(undefined)('The file {0} is missing.', 'a.csv'), 'The file a.csv is missing.')
  })

  test('a problem says what, what to do and where', () => {
    const problem = new Problem('The file {0} is missing.', {
      args: ['a.csv'],
      where: 'cell 3',
      todo: 'Put it where the notebook reads it.',
    })
    assert.equal(
      problemText(problem, say),
      'Die Datei a.csv fehlt. Legen Sie sie dorthin, wo das Notebook sie liest. (cell 3)',
    )
  })
})

suite('translation: a real turn', () => {
  const folder = join(root, 'test/fixtures/story')
  const turns = readdirSync(folder)
    .sort()
    .map((name) => parseIteration(readFileSync(join(folder, name), 'utf8'), name))
  const project = new Project('/cars', { schema: 1, name: 'cars', notebook: 'cars.ipynb' })

  test('has its advice in German', () => {
    const snapshot = {
      project,
      iterations: turns,
      broken: [],
      deployment: { state: 'stopped' },
      live: null,
      busy: null,
      timeBox: { state: 'none' },
    } as const
    const log = {
      live: [],
      estimate: [],
      labels: 0,
      firstRow: 1,
      traffic: { unit: '', milliseconds: 1, buckets: [] },
    }
    const { sentence, flips } = dashboardOf(snapshot, turns[0]!, null, log, say)
    assert.match(sentence, /^Neu bauen: Live: Genauigkeit 84% .* Die Anfragen driften \(/)
    assert.match(flips, /^Zweite Wahl: Beheben\. Der Rat wäre ein anderer, wenn das Intervall/)
  })

  test('has its rows in German', () => {
    const [rebuilt] = iterationRows(turns, [], say)
    assert.match(rebuilt!.description!, /^unbekannt {3}live \d\d% \[.* {3}Drift: \w+ \+\d/)
  })
})
