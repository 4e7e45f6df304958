import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as vscode from 'vscode'
import { inFolder, notebook, openNotebook, run } from '../helpers.ts'

suite('installed from its package: a turn', () => {
  const extension = vscode.extensions.getExtension('shiploop.shiploop')!

  suiteSetup(openNotebook)
  suiteTeardown(() => run('shiploop.stop'))

  test('the extension that runs is the installed one', async () => {
    await extension.activate()
    assert.equal(dirname(extension.extensionPath), process.env['SHIPLOOP_TEST_EXTENSIONS'])
    assert.equal(existsSync(join(extension.extensionPath, 'src')), false)
  })

  test('ship ends with a model that serves and answers', async () => {
    await run('shiploop.ship', notebook, { confirmed: true })
    const { url } = JSON.parse(readFileSync(inFolder('.shiploop/server.json'), 'utf8')) as { url: string }
    assert.equal((await fetch(`${url}/v2/health/ready`)).status, 200)
    assert.match(String(await run('shiploop.tryRow')), /species is (setosa|versicolor|virginica)/)
  })
})
