import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../..')
const german = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.de.json'), 'utf8')) as Record<
  string,
  string
>
const sources = globSync('src/{editor/**/*,extension,learn/verified}.ts', { cwd: root }).map((file) =>
  readFileSync(join(root, file), 'utf8'),
)

/** String literals in the first place of `t(...)` and of `new Problem(...)`, and what a Problem says to do. */
const TEXT = /(?:\bt\(|new Problem\(|\btodo:)\s*('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")/g

suite('translation', () => {
  test('every sentence of the editor is there in German', () => {
    const used = sources.flatMap((source) =>
      [...source.matchAll(TEXT)].map(([, literal]) => unquoted(literal!)),
    )
    assert.ok(used.length > 150)
    assert.deepEqual([...new Set(used)].filter((text) => !(text in german)).sort(), [])
  })

  test('no German sentence is left over from an English one that is gone', () => {
    const code = sources.join('\n')
    const gone = Object.keys(german).filter(
      (text) =>
        !code.includes(`'${text}'`) && !code.includes(`"${text}"`) && !code.includes(JSON.stringify(text)),
    )
    // Metric names come out of the record.
    assert.deepEqual(gone, ['mean absolute error'])
  })

  test('a translation has the same holes as its sentence', () => {
    const holes = (text: string) => [...text.matchAll(/\{\d\}/g)].map(String).sort().join()
    assert.deepEqual(
      Object.entries(german).filter(([english, translated]) => holes(english) !== holes(translated)),
      [],
    )
  })
})

function unquoted(literal: string): string {
  const inner = literal.slice(1, -1).replaceAll("\\'", "'")
  return JSON.parse(`"${literal.startsWith("'") ? inner.replaceAll('"', '\\"') : inner}"`) as string
}
