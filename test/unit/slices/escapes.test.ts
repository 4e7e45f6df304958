import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { unescaped } from '../../../src/build/analysis/expressions/escapes.ts'
import { interpreter } from './python.ts'

const WRITTEN: readonly (readonly [prefix: string, between: string])[] = [
  ['', 'a\\x62 \\u00e9 \\U0001F600 \\101 \\0 \\7'],
  ['', '\\a\\b\\f\\n\\r\\t\\v'],
  ['', '\\\\N \\\\x62 \\\' \\" \\d \\.'],
  ['', 'one \\\ntwo'],
  ['', '{{x}}'],
  ['r', '\\x62\\n'],
  ['f', '{{x}} \\x62'],
  ['rf', '{{x}} \\x62'],
]

suite('escapes in texts', () => {
  test('are what Python makes of them', () => {
    const literals = WRITTEN.map(([prefix, between]) => `${prefix}'''${between}'''`)
    const program = `import json, sys, warnings\nwarnings.simplefilter('ignore')\nprint(json.dumps([eval(each) for each in json.load(sys.stdin)]))`
    const texts = JSON.parse(
      execFileSync(interpreter, ['-c', program], { input: JSON.stringify(literals), encoding: 'utf8' }),
    ) as string[]
    assert.deepEqual(
      WRITTEN.map(([prefix, between]) => unescaped(between, prefix)),
      texts,
    )
  })

  test('that name a character are not known', () => {
    assert.equal(unescaped('\\N{BULLET}', ''), undefined)
  })
})
