import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { environmentWithout, sitePackages } from '../fixtures/venv.ts'
import { endAtFailure, tools, Workbench } from './driver.ts'
import { flowersIn } from './shipped.ts'
import { until } from './until.ts'

/** What the notebook imports, and what a conversion needs. */
const LACKED = /^(sklearn|scikit_learn|onnx|skl2onnx|google|protobuf|ml_dtypes|typing_extensions)\b/

suite('an environment that lacks what is needed', () => {
  let workbench: Workbench
  let python: string
  const installed = () => readdirSync(sitePackages(python)).sort()

  suiteSetup(async () => {
    workbench = await Workbench.open({
      settings: { 'shiploop.python': '' }, // so that the one beside the notebook is taken
      prepare: async (folder) => {
        await rm(join(folder, 'shiploop.yaml'))
        python = environmentWithout(tools.python, flowersIn(folder), LACKED)
      },
    })
    await workbench.openFile('flowers.ipynb')
  })
  endAtFailure()
  teardown(async function () {
    await workbench.pictureOfFailure(this.currentTest)
  })
  suiteTeardown(() => workbench.close())

  async function ship(): Promise<void> {
    await workbench.page
      .locator('.notebook-toolbar-container')
      .getByRole('button', { name: 'Ship This Notebook' })
      .click()
    await workbench.answer('Ship')
  }

  test('what the notebook imports is installed in a terminal, once the person has read the line', async () => {
    await ship()
    await workbench.press('Install ...', 'The package sklearn is missing')
    await workbench.page
      .locator('.monaco-dialog-box', { hasText: `${python} -m pip install scikit-learn` })
      .waitFor()
    assert.equal(existsSync(join(sitePackages(python), 'sklearn')), false)
    await workbench.answer('Run in Terminal')
    await workbench.page.locator('.terminal-wrapper.active').waitFor()
    await until('scikit-learn is there', () => existsSync(join(sitePackages(python), 'sklearn/_loss')))
    await workbench.press('Ship Again', 'Installed: scikit-learn')
    await workbench.answer('Ship')
  })

  test('what only the conversion needs comes into a folder of its own, and the turn goes on', async () => {
    await workbench.row(/can't be deployed/).waitFor()
    const before = installed()
    await workbench.press('Install ...', 'lacks the package onnx')
    await workbench.page
      .locator('.monaco-dialog-box', { hasText: /-m pip install --target \S*\.shiploop.python/ })
      .waitFor()
    await workbench.answer('Install')
    await workbench.done('Installing the model converter')
    assert.deepEqual(installed(), before)
    await workbench.press('Ship Again', 'Your environment is as it was')
    await workbench.answer('Ship')
    await workbench.row(/flowers\s*serving/).waitFor()
    assert.deepEqual(installed(), before)
  })
})
