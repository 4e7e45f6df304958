import assert from 'node:assert/strict'
import fc from 'fast-check'
import { EFFECT_NEEDED, effectOf } from '../../../../src/measure/drift/effect.ts'
import type { Kind, Ranked } from '../../../../src/measure/drift/order.ts'
import { scaleOf, slotOf } from '../../../../src/measure/drift/scale.ts'

function effect(kind: Kind, reference: Ranked[], live: Ranked[]) {
  const scale = scaleOf(kind, reference)
  return effectOf(
    scale,
    live.map((value) => slotOf(scale.marks, value)),
  )
}

suite('drift: effect', () => {
  for (const { name, kind, reference, live, size } of [
    { name: 'none', kind: 'number', reference: [1, 2, 3, 4], live: [1, 2, 3, 4], size: 0 },
    { name: 'all above the reference', kind: 'number', reference: [1, 2, 3], live: [4, 5], size: 1 },
    {
      name: 'half of a category gone elsewhere',
      kind: 'category',
      reference: ['a', 'b'],
      live: ['a', 'a'],
      size: 0.5,
    },
    {
      name: 'a category that was never seen',
      kind: 'category',
      reference: ['a', 'b'],
      live: ['a', 'b', 'c', 'd'],
      size: 0.5,
    },
    {
      name: 'values as before, but half of them missing',
      kind: 'number',
      reference: [1, 2],
      live: [1, null, 2, null],
      size: 0.5,
    },
    { name: 'all missing', kind: 'number', reference: [1, 2, null, null], live: [null, null], size: 0.5 },
    {
      name: 'a reference without a single value',
      kind: 'number',
      reference: [null, null],
      live: [1, null],
      size: 0.5,
    },
  ] as const)
    test(name, () => assert.ok(Math.abs(effect(kind, [...reference], [...live]).size - size) < 1e-12))

  test('cannot reach the needed size before the rows that it says must follow', () => {
    const value = fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 0, max: 9 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    )
    const reference = [...Array.from({ length: 40 }, (_, row) => row % 10), null, null]
    fc.assert(
      fc.property(
        fc.constantFrom<Kind>('number', 'category'),
        fc.array(value, { minLength: 20, maxLength: 80 }),
        fc.array(value, { minLength: 1, maxLength: 30 }),
        (kind, noise, more) => {
          const text = (values: readonly (number | null)[]) =>
            kind === 'number' ? [...values] : values.map((each) => (each === null ? null : String(each)))
          // Near the reference, so that the size is small at first.
          const live = [...reference, ...reference, ...reference, ...noise.slice(0, 10)]
          const { size, rowsUntilNeeded } = effect(kind, text(reference), text(live))
          assert.equal(rowsUntilNeeded === 0, size >= EFFECT_NEEDED)
          for (let rows = 1; rows < Math.min(rowsUntilNeeded, more.length); rows += 1)
            assert.ok(
              effect(kind, text(reference), text([...live, ...more.slice(0, rows)])).size < EFFECT_NEEDED,
            )
        },
      ),
    )
  })
})
