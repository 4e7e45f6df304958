import assert from 'node:assert/strict'
import { constant, either, eitherOf, Thing, valueOf } from '../../../src/build/analysis/domain.ts'

suite('values that paths of a program give', () => {
  const object = valueOf(new Thing('unknown', 'an object', null))
  const text = constant('C0')

  test('stay the very same where a path adds nothing, so that a loop comes to its end', () => {
    const both = either(object, text)
    assert.deepEqual(both.things, object.things)
    assert.equal(either(both, text), both)
    assert.equal(either(both, object), both)
    assert.equal(eitherOf([both, ...Array.from({ length: 100 }, () => text)]), both)
  })

  test('lose what is known of one of them alone', () => {
    assert.equal(either(text, constant('C1')).constant, undefined)
    assert.equal(either(text, constant('C1')).kind, 'str')
    assert.equal(either(text, constant(1)).kind, undefined)
    assert.equal(either(text, object).constant, undefined)
  })
})
