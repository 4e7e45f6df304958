import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'mocha'
import { makeFolder, readText, writeWhole } from '../../../src/platform/files.ts'
import { readTable } from '../../../src/platform/table.ts'

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'shiploop-'))

suite('files: whole or not at all', () => {
  test('a file is replaced and nothing lies beside it', async () => {
    const path = join(await folder(), 'deep', 'er', 'a.txt')
    await writeWhole(path, 'old')
    await writeWhole(path, 'new')
    assert.equal(await readFile(path, 'utf8'), 'new')
    assert.deepEqual(await readdir(join(path, '..')), ['a.txt'])
  })

  test('a folder in the way of a file is named, and nothing is left beside it', async () => {
    const place = await folder()
    await mkdir(join(place, 'a.txt'))
    await assert.rejects(
      writeWhole(join(place, 'a.txt'), 'x'),
      /A folder stands where a file should be written/,
    )
    assert.deepEqual(await readdir(place), ['a.txt'])
  })

  test('a file in the way of a folder is named', async () => {
    const path = join(await folder(), 'pipeline')
    await writeFile(path, 'mine')
    await assert.rejects(makeFolder(path), /A file stands where a folder should go/)
    assert.equal(await readFile(path, 'utf8'), 'mine')
  })

  test('a missing file is said to be missing, a folder to be a folder', async () => {
    const place = await folder()
    await assert.rejects(readText(join(place, 'no'), 'The table'), /The table does not exist/)
    await assert.rejects(readText(place, 'The table'), /The table is a folder, not a file/)
  })
})

suite('tables: rows from CSV and JSON', () => {
  const table = async (name: string, text: string) => {
    const path = join(await folder(), name)
    await writeFile(path, text)
    return readTable(path)
  }

  test('what pandas reads as missing is missing', async () => {
    assert.deepEqual(await table('a.csv', 'brand,hp\nford,NA\n"datsun, old",97\n'), [
      { brand: 'ford', hp: null },
      { brand: 'datsun, old', hp: '97' },
    ])
  })

  test('a JSON array and JSON lines give the same rows', async () => {
    const rows = [
      { brand: 'ford', hp: 97 },
      { brand: 'vw', hp: null },
    ]
    assert.deepEqual(await table('a.json', JSON.stringify(rows)), rows)
    assert.deepEqual(await table('a.jsonl', rows.map((row) => JSON.stringify(row)).join('\n')), rows)
  })

  const broken: [string, string, string, RegExp][] = [
    ['a row that is too long', 'a.csv', 'a,b\n1,2,3\n', /CSV is broken: Invalid Record Length/],
    ['JSON lines cut off', 'a.jsonl', '{"a":1}\n{"a":', /JSON is broken at line 2/],
    ['a JSON row that is a number', 'a.json', '[1]', /no object of column names/],
    ['an unknown kind of file', 'a.parquet', 'PAR1', /no table that Shiploop reads/],
  ]
  for (const [name, file, text, message] of broken)
    test(`${name} is one sentence`, async () => {
      await assert.rejects(table(file, text), message)
    })
})
