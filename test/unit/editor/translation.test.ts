import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dashboardOf } from '../../../src/editor/dashboard/model.ts'
import { badgeText } from '../../../src/editor/notebook/badgeText.ts'
import { problemText } from '../../../src/editor/problemText.ts'
import { translator } from '../../../src/editor/text.ts'
import { iterationRows } from '../../../src/editor/views/iterations.ts'
import { Project } from '../../../src/iteration/project.ts'
import { parseIteration } from '../../../src/iteration/store.ts'
import { fill, Problem } from '../../../src/platform/problem.ts'
import { conversionSentences, literals, sentences } from './sources.ts'

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

  test('of the conversion is there in German', async () => {
    const spoken = [...(await conversionSentences())]
    assert.ok(spoken.length > 100, `${spoken.length} sentences`)
    assert.deepEqual(spoken.filter((text) => !(text in german)).sort(), [])
  })

  test('that is gone in English is gone in German', async () => {
    const code = new Set([...literals(), ...(await conversionSentences())])
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

  test('a refused model says its step, its reason and the way out', () => {
    assert.equal(
      say(
        "predict path: the predictions for the raw rows differ from the notebook's in 3 of 45 rows. " +
          'Compute the features from one table with fitted transformers, for training and for prediction alike.',
      ),
      'Vorhersageweg: die Vorhersagen für die rohen Zeilen weichen in 3 von 45 Zeilen von denen des Notebooks ab. ' +
        'Berechnen Sie die Merkmale aus einer Tabelle mit angepassten Transformern, für das Training wie für die Vorhersage.',
    )
    assert.equal(
      say("It can't be deployed: {0}", "SVC: its loss is hinge: {a, b}. Use loss='log_loss'."),
      "Es kann nicht bereitgestellt werden: SVC: seine Verlustfunktion ist hinge: {a, b}. Nehmen Sie loss='log_loss'.",
    )
  })

  test('a cell that is refused says why, also as a reason among others', () => {
    const waiting =
      'no cell that ran before defines the name `df`: cell 3 does, and has not run since it was written or edited; run the cell again'
    const said =
      'keine Zelle, die vorher lief, definiert den Namen „df“: Zelle 3 tut es, ist aber nicht gelaufen, seit sie geschrieben oder geändert wurde; führen Sie die Zelle noch einmal aus'
    assert.equal(say(waiting), said)
    assert.equal(
      say(waiting.replace('name `df`', 'names `df`, `pd`')),
      said.replace('den Namen „df“', 'die Namen `df`, `pd`'),
    )
    const problem = new Problem('The notebook has no right script: {0} (and {1} more).', {
      args: [waiting, 2],
      where: 'cars.ipynb, cell 4, line 1',
    })
    assert.equal(
      problemText(problem, say),
      `Das Notebook hat kein richtiges Skript: ${said} (und 2 weitere Gründe). (cars.ipynb, Zelle 4, Zeile 1)`,
    )
  })

  test('the hover of a badge says in German what a line needs, and keeps the names of variables', () => {
    const place = { cell: 3, line: 2, text: 'model.fit(df)', asked: false, unknown: false }
    const through = ["column 'live' of df", 'the random stream of numpy', 'test']
    const neededBy = [{ statement: 7, cell: 5, line: 1, text: 'score()', through, certain: true }]
    const cell = { total: 1, kept: [{ ...place, statement: 4, neededBy }], stages: ['train'] }
    assert.equal(
      badgeText(cell, null, false, say)!.hover,
      'Zeile 2: Zelle 5, Zeile 1 braucht: Spalte „live“ von df, der Zufallsstrom von numpy, test.',
    )
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
      where: 'cars.ipynb, cell 3',
      todo: 'Put it where the notebook reads it.',
    })
    assert.equal(
      problemText(problem, say),
      'Die Datei a.csv fehlt. Legen Sie sie dorthin, wo das Notebook sie liest. (cars.ipynb, Zelle 3)',
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
      requests: 0,
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
    assert.match(rebuilt!.description!, /^live \d\d% \[.* {3}noch \d+ Labels {3}Drift: \w+ \+\d/)
  })
})
