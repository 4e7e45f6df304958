import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { tools } from './driver.ts'

const root = join(import.meta.dirname, '../..')

suite('the VSIX', () => {
  const files = execFileSync(tools.python, ['-m', 'zipfile', '-l', tools.vsix], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => /^extension\/(.*?) +\d{4}-/.exec(line)?.[1] ?? [])
  const holds = (pattern: RegExp): string[] => files.filter((path) => pattern.test(path))

  test('holds what the extension, the command line and the server need', () => {
    const { main, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      main: string
      bin: { shiploop: string }
    }
    const needed = [
      main.replace('./', ''),
      bin.shiploop,
      'dist/cli.mjs',
      'dist/server.mjs',
      'dist/dashboard.js',
    ]
    assert.deepEqual(
      needed.filter((path) => !files.includes(path)),
      [],
    )
    for (const pattern of [/^python\/.*\.py$/, /^l10n\/.*\.json$/, /^media\/walkthrough\/.*\.md$/, /\.wasm$/])
      assert.notDeepEqual(holds(pattern), [], String(pattern))
  })

  test("holds this platform's ONNX Runtime and no other", () => {
    const runtime = holds(/\.node$/)
    assert.equal(runtime.length, 1)
    assert.match(runtime[0]!, new RegExp(`/${process.platform}/${process.arch}/`))
  })

  test('holds no sources, maps, tests or examples, and fits into 25 MB', () => {
    assert.deepEqual(holds(/\.(ts|map|ipynb|csv|pyc)$|^(src|test|bench|examples|scripts|docs)\//), [])
    assert.ok(statSync(tools.vsix).size < 25e6)
  })

  test('holds the licences of the packages in it', () => {
    assert.deepEqual(holds(/^(LICENSE|ThirdPartyNotices)/), ['LICENSE.txt', 'ThirdPartyNotices.txt'])
  })
})
