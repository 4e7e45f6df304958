import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, suiteSetup, suiteTeardown, test } from 'mocha'
import { environmentWithout, sitePackages } from '../../fixtures/venv.ts'
import { examplesPython, folderWith, shiploop, shiploopWith } from './shiploop.ts'

/** No index answers on a port where nobody listens. */
const OFFLINE = { PIP_INDEX_URL: 'http://127.0.0.1:9/simple' }

suite('install: an environment without the converter', () => {
  let folder: string
  let python: string
  const call = (args: readonly string[], env: Record<string, string> = {}) =>
    shiploopWith(env, folder, ...args, '--python', python)
  const installed = () => readdirSync(sitePackages(python)).sort()

  suiteSetup(async () => {
    folder = await folderWith('test/fixtures/workspace/flowers.ipynb', 'test/fixtures/workspace/flowers.csv')
    python = environmentWithout(examplesPython, folder)
  })
  suiteTeardown(async () => {
    await shiploop(folder, 'stop')
    await rm(folder, { recursive: true, force: true })
  })

  test('ship says the exact line and the verb; all but the deployment is done', async () => {
    const { code, stderr } = await call(['ship', 'flowers.ipynb'])
    assert.equal(code, 1)
    const sentence = stderr.split('\n').find((line) => line.startsWith('shiploop ship: '))!
    assert.match(sentence, /lacks the package onnx.*: shiploop install\. That runs: /)
    const line = `${python} -m pip install --target ${join(folder, '.shiploop/python/py')}`
    assert.ok(sentence.includes(line), sentence)
    assert.match((await shiploop(folder, 'report')).stdout, /accuracy/)
  })

  test('offline it says one clear sentence, and leaves nothing half-done', async () => {
    const { code, stderr } = await call(['install', '--json'], OFFLINE)
    assert.equal(code, 1)
    assert.match(stderr, /^shiploop install: pip reached no package index, so nothing was installed\. .*\n$/)
    assert.deepEqual(readdirSync(join(folder, '.shiploop')).includes('python'), false)
  })

  test('install brings it into a side folder, and the environment stays as it is', async () => {
    const before = installed()
    const { code, stdout, stderr } = await call(['install', '--json'])
    assert.equal(code, 0, stderr)
    const { folder: side, line } = JSON.parse(stdout) as { folder: string; line: string }
    assert.ok(existsSync(join(side, 'skl2onnx')) && line.includes(side))
    assert.ok(!existsSync(join(side, 'numpy')) && !existsSync(join(side, 'sklearn')))
    assert.deepEqual(installed(), before)
    assert.throws(
      () => execFileSync(python, ['-c', 'import onnx'], { stdio: 'pipe' }),
      /No module named 'onnx'/,
    )
  })

  test('what is there is not brought again, so that it works offline', async () => {
    const { code, stderr } = await call(['install'], OFFLINE)
    assert.equal(code, 0, stderr)
  })

  test('then ship serves the model', async () => {
    const { code, stderr } = await call(['ship', 'flowers.ipynb', '--json'])
    assert.equal(code, 0, stderr)
    const requirements = await readFile(join(folder, 'pipeline/requirements.txt'), 'utf8')
    assert.doesNotMatch(requirements, /onnx/)
  })
})
