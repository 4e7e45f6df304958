import assert from 'node:assert/strict'
import { betWeights, CELLS, ODDS, PAYOFFS, SCORES } from '../../../../src/measure/drift/bets.ts'
import { Evidence, restartWeight } from '../../../../src/measure/drift/evidence.ts'
import { Pool } from '../../../../src/measure/drift/pool.ts'
import { scaleOf } from '../../../../src/measure/drift/scale.ts'

suite('drift: every bet is fair', () => {
  test('a score bet pays 1 on average over the cells', () => {
    for (let bet = 0; bet < SCORES; bet += 1) {
      let sum = 0
      for (let cell = 0; cell < CELLS; cell += 1) sum += PAYOFFS[cell * SCORES + bet]!
      assert.ok(Math.abs(sum / CELLS - 1) < 1e-12, `bet ${bet} pays ${sum / CELLS}`)
    }
  })

  test('an odds bet pays 1 on average over all p, whatever the pool', () => {
    const pool = new Pool(scaleOf('category', ['a', 'a', 'a', 'b', 'c', 'c', 'd', 'e', 'e']))
    for (const value of ['a', 'e', 'x', 'b', 'b']) pool.add(pool.place(value))
    // p lies in one of N + 1 equal cells; each is the cell of one row of the pool, but the last.
    for (let bin = 0; bin < pool.binCounts.length; bin += 1) {
      const share = pool.binCounts[bin]! / (pool.rows + 1)
      for (const odds of ODDS) {
        const scale = 1 / (1 - share + odds * share)
        assert.ok(Math.abs(share * odds * scale + (1 - share) * scale - 1) < 1e-12)
      }
    }
  })

  test('p lies in the stretch of a bin as often as the bin has rows', () => {
    const pool = new Pool(scaleOf('category', ['a', 'a', 'a', 'b', 'c', 'c', 'd', 'e', 'e']))
    const hits = new Map<number, number>()
    // Every category at every thousandth of u, weighted by how probable its rank is when rows are exchangeable.
    const parts = 1000
    let cells = 0
    for (let place = 0; place <= pool.rows; place += 1) {
      // The p of the cell `place`, reached through any category that may land there, has one bin.
      const bins = new Set<number>()
      for (const value of ['a', 'b', 'c', 'd', 'e']) {
        const slot = pool.place(value)
        for (let part = 0; part < parts; part += 1) {
          const p = pool.rank(slot, (part + 0.5) / parts)
          if (Math.floor(p * (pool.rows + 1)) === place) bins.add(pool.hitBin)
        }
      }
      assert.equal(bins.size, 1, `cell ${place} lies in the bins ${[...bins].join()}`)
      const [bin] = bins
      hits.set(bin!, (hits.get(bin!) ?? 0) + 1)
      cells += 1
    }
    assert.equal(cells, 10)
    pool.binCounts.forEach((count, bin) => assert.equal(hits.get(bin) ?? 0, count))
    assert.equal(hits.get(-1), 1, 'the cell above all rows')
  })

  test('the weights of the bets sum to 1, and those of the restarts never pass it', () => {
    for (const kind of ['number', 'category'] as const) {
      const total = betWeights(kind, 16).reduce((sum, weight) => sum + weight, 0)
      assert.ok(Math.abs(total - 1) < 1e-12)
    }
    let spent = 0
    for (let row = 0; row < 1_000_000; row += 1) spent += restartWeight(row)
    assert.ok(spent < 1 && spent > 0.7, String(spent))
  })
})

suite('drift: evidence', () => {
  test('is 1 before the first row and stays finite under lasting drift', () => {
    const evidence = new Evidence('number', 2)
    const before = evidence.value
    assert.equal(before, 1)
    for (let row = 0; row < 5000; row += 1) evidence.update(0.9999, 1, Float64Array.of(50, 50), 100)
    assert.ok(evidence.value > 1e200 && Number.isFinite(evidence.value))
    assert.equal(evidence.leadingRestart, 0)
    assert.deepEqual(JSON.parse(JSON.stringify(evidence.state)), evidence.state)
  })

  test('names the row where the change began', () => {
    const evidence = new Evidence('number', 1)
    const update = (p: number) => evidence.update(p, 0, Float64Array.of(100), 100)
    for (let row = 0; row < 200; row += 1) update(((row * 0.618034) % 1) * 0.999 + 0.0005)
    for (let row = 0; row < 40; row += 1) update(0.5 + 0.5 * ((row * 0.618034) % 1))
    assert.ok(evidence.value > 20)
    assert.ok(Math.abs(evidence.leadingRestart - 200) < 15, String(evidence.leadingRestart))
  })
})
