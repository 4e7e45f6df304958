import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check } from '../../../src/build/model/check.ts'
import { parityPython } from '../python.ts'

const stored = join(import.meta.dirname, '../../fixtures/models/catboost.json')

// CatBoost itself is a package of 270 MB: its models and what it made of 300 rows are kept instead.
suite('the graph of a stored model of CatBoost', () => {
  test('gives each of its scores in every row, through symmetric and grown trees and gaps', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shiploop-catboost-'))
    try {
      execFileSync(parityPython, [join(import.meta.dirname, 'stored_catboost.py'), stored, folder])
      const models = readdirSync(folder)
      assert.equal(models.length, 5)
      for (const model of models) {
        const { refused, rows, largestDifference } = await check(join(folder, model), model)
        assert.equal(refused, null)
        assert.equal(rows, 300)
        assert.ok(largestDifference! <= 1e-12, `${model}: ${largestDifference}`)
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
