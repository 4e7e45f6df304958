import assert from 'node:assert/strict'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'mocha'
import { explained, overview } from '../../../src/cli/help.ts'
import { verbs } from '../../../src/cli/verbs.ts'
import { folderWith, shiploop } from './shiploop.ts'

const longest = (text: string): number => Math.max(...text.split('\n').map(({ length }) => length))

suite('help: what a person reads who asks', () => {
  test('without a word, all verbs, where to begin, and how to learn more', async () => {
    const { code, stdout, stderr } = await shiploop(await folderWith())
    assert.equal(code, 2)
    assert.equal(stderr, '')
    for (const name of Object.keys(verbs)) assert.match(stdout, new RegExp(`^ {2}${name}\\b`, 'm'))
    assert.match(stdout, /Begin with: shiploop ship NOTEBOOK/)
    assert.match(stdout, /shiploop help <verb>/)
  })

  for (const [name, load] of Object.entries(verbs))
    for (const columns of [60, 80])
      test(`of ${name} names each of its options, and fits into ${columns} columns`, async () => {
        const verb = await load()
        const text = explained(name, verb, columns)
        for (const option of [...Object.keys(verb.options), 'json', 'help'])
          assert.match(text, new RegExp(`^ {2}--${option}\\b`, 'm'))
        assert.ok(longest(text) <= columns, text)
      })

  for (const columns of [60, 80, 200])
    test(`of all fits into ${columns} columns`, async () => {
      assert.ok(longest(await overview(columns)) <= columns)
    })

  for (const args of [
    ['help', 'run'],
    ['run', '--help'],
    ['run', '--verify', '-h'],
    ['--help', 'run'],
  ])
    test(`is given for "${args.join(' ')}"`, async () => {
      const { code, stdout, stderr } = await shiploop(await folderWith(), ...args)
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' })
      assert.match(stdout, /^usage: shiploop run .*\n[^]*--minutes N +how long/)
    })

  test('the version is a number', async () => {
    assert.match((await shiploop(await folderWith(), '--version')).stdout, /^\d+\.\d+\.\d+\n$/)
  })
})

suite('a wrong word: what was meant', () => {
  const said: [string[], RegExp][] = [
    [['shp', 'a.ipynb'], /There is no verb "shp"\. Did you mean ship\? shiploop help lists all\.\n/],
    [['toString'], /There is no verb "toString"\. shiploop help lists all\.\n/],
    [['slice'], /^shiploop slice: NOTEBOOK is missing\.\n/],
    [['drift', 'a.csv'], /^shiploop drift: CURRENT is missing\.\n/],
    [['slice', 'a.ipynb', '--cel', '3'], /There is no option --cel\. Did you mean --cell\?\n/],
    [['slice', 'a.ipynb', '--cell'], /--cell takes a value: --cell N\n/],
    [['deploy', '--shadow=3'], /--shadow takes no value\.\n/],
  ]
  for (const [args, sentence] of said)
    test(args.join(' '), async () => {
      const { code, stderr } = await shiploop(await folderWith(), ...args)
      assert.equal(code, 2)
      assert.match(stderr, sentence)
      assert.equal(stderr.trimEnd().split('\n').length, 2, 'one sentence and the usage line')
    })
})

test('a folder that may not be written to is named, with what to do', async function () {
  if (process.platform === 'win32') return this.skip()
  const notebook = 'test/fixtures/workspace/flowers.ipynb'
  const folder = await folderWith(notebook)
  // Nothing is closed to root but what the system itself keeps.
  const isRoot = process.getuid!() === 0
  const closed = isRoot ? '/sys' : folder
  if (!isRoot) await chmod(folder, 0o555)
  const { code, stderr } = await shiploop(folder, 'init', join(folder, 'flowers.ipynb'), '--project', closed)
  assert.equal(code, 1)
  assert.match(
    stderr,
    new RegExp(`^shiploop init: ${closed}\\S*: Access was refused \\(E\\w+\\)\\. Give yourself`),
  )
})
