import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { scratchCopy } from '../../../src/platform/scratch.ts'

suite('scratch: a copy in which code may write', () => {
  let whole: string
  let folder: string
  setup(() => {
    whole = mkdtempSync(join(tmpdir(), 'shiploop-test-'))
    folder = join(whole, 'work', 'notebooks')
    for (const each of ['work/notebooks', 'work/models/old', 'work/data', 'other'])
      mkdirSync(join(whole, each), { recursive: true })
    for (const file of [
      'work/models/old/m.txt',
      'work/data/d.csv',
      'work/notebooks/n.txt',
      'work/top.csv',
      'other/o.txt',
    ])
      writeFileSync(join(whole, file), file)
  })
  teardown(() => {
    rmSync(whole, { recursive: true, force: true })
  })

  test('what is written in the folder, and above it where the notebook names that, is written in the copy', async () => {
    const copy = await scratchCopy(folder, { levels: 1, words: new Set(['models', 'top.csv']) })
    for (const file of ['n.txt', '../models/old/m.txt', '../top.csv']) {
      assert.equal(readFileSync(join(copy.folder, file), 'utf8'), readFileSync(join(folder, file), 'utf8'))
      writeFileSync(join(copy.folder, file), 'changed')
    }
    assert.equal(readFileSync(join(copy.folder, '../data/d.csv'), 'utf8'), 'work/data/d.csv')
    await copy.remove()
    for (const file of ['work/models/old/m.txt', 'work/data/d.csv', 'work/notebooks/n.txt', 'work/top.csv'])
      assert.equal(readFileSync(join(whole, file), 'utf8'), file)
  })

  test('what lies higher is reached where the notebook goes so far', async () => {
    const copy = await scratchCopy(folder, { levels: 2, words: new Set() })
    assert.equal(readFileSync(join(copy.folder, '../../other/o.txt'), 'utf8'), 'other/o.txt')
    await copy.remove()
    const near = await scratchCopy(folder, { levels: 0, words: new Set(['other']) })
    assert.throws(() => readFileSync(join(dirname(dirname(near.folder)), 'other/o.txt')), /ENOENT/)
    await near.remove()
  })
})
