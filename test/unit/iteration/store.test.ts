import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'mocha'
import { findProjectFolderOf } from '../../../src/iteration/find.ts'
import { carryOut, planInit } from '../../../src/iteration/init.ts'
import { parseSettings, settingsInOrder } from '../../../src/iteration/settings.ts'
import {
  newIteration,
  openIteration,
  parseIteration,
  readIterations,
  writeIteration,
} from '../../../src/iteration/store.ts'
import { Problem } from '../../../src/platform/problem.ts'

async function emptyProject() {
  const folder = await mkdtemp(join(tmpdir(), 'shiploop-'))
  await writeFile(join(folder, 'my cars.ipynb'), '{}')
  return carryOut(await planInit(join(folder, 'my cars.ipynb')))
}

const turn = (title: string, started = '2026-11-23T10:15:00Z') =>
  newIteration(title, new Date(started), { file: 'cars.ipynb', sha256: '0' })

suite('iterations: the records of the turns', () => {
  test('a written record reads back as it was', async () => {
    const project = await emptyProject()
    const iteration = { ...turn('First turn'), statements: { kept: 12, total: 60 } }
    await writeIteration(project, iteration)
    assert.deepEqual(await readIterations(project), [iteration])
  })

  test('an id has no colon and sorts by time', () => {
    const ids = [turn('b', '2026-11-23T10:15:01Z'), turn('a', '2026-11-23T10:15:02Z')].map(({ id }) => id)
    assert.deepEqual(ids, ['20261123T101501Z-b', '20261123T101502Z-a'])
  })

  test('a record of schema 1 is brought up: bare seconds become seconds with a reason', () => {
    const old = `schema: 1\nid: x\nslug: x\ntitle: X\nstarted: "2026-01-01"\nnotebook: { file: a.ipynb, sha256: "0" }\n`
    assert.deepEqual(parseIteration(`${old}attended: 90\n`, 'x.yaml').attended, { seconds: 90, reason: null })
    assert.deepEqual(parseIteration(old, 'x.yaml').attended, { seconds: null, reason: 'not recorded' })
  })

  test('a record by a newer Shiploop is refused, naming the file', () => {
    assert.throws(
      () => parseIteration('schema: 99\n', 'x.yaml'),
      (error) =>
        error instanceof Problem &&
        error.sentence.startsWith('x.yaml: The file was written by a newer Shiploop'),
    )
  })

  test('the open turn is the newest one that nobody has decided', () => {
    const first = turn('first')
    const decided = {
      ...turn('second'),
      decision: { action: 'SHIP' as const, at: '2026-11-23', reason: null, overrides: false },
    }
    assert.equal(openIteration([first]), first)
    assert.equal(openIteration([first, decided]), null)
  })
})

suite('shiploop.yaml: what a person edits', () => {
  test('a new project reads its own file, and git leaves .shiploop/ alone', async () => {
    const project = await emptyProject()
    assert.equal(project.settings.name, 'my-cars')
    assert.equal(project.notebook, join(project.folder, 'my cars.ipynb'))
    assert.equal(await readFile(join(project.folder, '.gitignore'), 'utf8'), '.shiploop/\n')
  })

  test('init again writes nothing', async () => {
    const project = await emptyProject()
    assert.deepEqual((await planInit(project.notebook)).writes, [])
  })

  test('a second notebook of the same folder gets a folder of its own, and keeps it', async () => {
    const project = await emptyProject()
    const other = join(project.folder, 'other.ipynb')
    const plan = await planInit(other)
    assert.equal(plan.folder, join(project.folder, 'other'))
    assert.equal((await carryOut(plan)).notebook, other)
    assert.deepEqual((await planInit(other)).writes, [])
    assert.equal(findProjectFolderOf(other), plan.folder)
    assert.equal(findProjectFolderOf(project.notebook), project.folder)
  })

  test('a project whose notebook is gone is not passed by: the notebook may have another name now', async () => {
    const project = await emptyProject()
    await rm(project.notebook)
    await assert.rejects(
      planInit(join(project.folder, 'other.ipynb')),
      /already is the project of "my cars\.ipynb"/,
    )
  })

  test('a folder that is named is taken, or refused, as it is', async () => {
    const project = await emptyProject()
    await assert.rejects(
      planInit(join(project.folder, 'other.ipynb'), project.folder),
      /already is the project of "my cars\.ipynb"/,
    )
  })

  test('another order of the cells is one line of it; the rest stays as it was written', () => {
    const text = '# mine\nschema: 1\nname: a   # short\nnotebook: a.ipynb # the one\n\nlabels:   60\n'
    const inFile = settingsInOrder(text, 'file')
    assert.equal(inFile, text.replace('# the one\n', '# the one\norder: file\n'))
    assert.equal(parseSettings(inFile, 'shiploop.yaml').order, 'file')
    assert.equal(settingsInOrder(inFile, 'counts'), inFile.replace('order: file', 'order: counts'))
    const windows = text.replaceAll('\n', '\r\n')
    assert.equal(settingsInOrder(windows, 'file'), inFile.replaceAll('\n', '\r\n'))
    assert.match(settingsInOrder('{schema: 1, name: a, notebook: a.ipynb}', 'file'), /order: file \}/)
  })

  const broken: [string, string, RegExp][] = [
    ['a syntax error names its line', 'schema: 1\nname: [a\nnotebook: x', /broken at line \d/],
    [
      'a wrong value names its key, and how one writes it',
      'schema: 1\nname: a\nnotebook: b\nlabels: many',
      /The value of "labels" does not fit: "many"\. Write it like this: labels: 100 /,
    ],
    [
      'a value of the wrong shape is shown, and how one writes it',
      'schema: 1\nname: a\nnotebook: b\nrequirement: 0.9',
      /"requirement" does not fit: 0\.9\. Write it like this: requirement: \{ metric: accuracy, at_least: 0\.9 \}/,
    ],
    ['a missing value is named', 'schema: 1\nname: a', /The value of "notebook" is missing/],
    [
      'an unknown key is named, and the one that is near',
      'schema: 1\nname: a\nnotebook: b\nlabel: 3',
      /There is no setting "label"\. Did you mean "labels"\?/,
    ],
    ['an empty file says where it comes back from', '', /no mapping .* Restore it from git/],
    ['a missing version is said', 'name: a', /lacks its schema version/],
    ['a list is no project', '- a', /no mapping/],
  ]
  for (const [name, text, message] of broken)
    test(name, () => {
      assert.throws(
        () => parseSettings(text, 'shiploop.yaml'),
        (error) => error instanceof Problem && message.test(error.sentence),
      )
    })
})
