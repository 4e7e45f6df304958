import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyse } from '../../../src/build/analysis/analyse.ts'
import { chooseModel } from '../../../src/build/analysis/evaluation/choice.ts'
import { findEvaluations } from '../../../src/build/analysis/evaluation/finder.ts'
import { parseNotebook } from '../../../src/build/notebook/read.ts'
import { writeExpected } from '../../../src/build/pipeline/run/expected.ts'
import { exportPipeline } from '../../../src/build/pipeline/export.ts'
import { runPipeline } from '../../../src/build/pipeline/run/run.ts'
import type { Project } from '../../../src/iteration/project.ts'
import type { Interpreter } from '../../../src/platform/interpreter.ts'
import { examplesPython } from '../../fixtures/python.ts'
import { inProject } from '../../unit/pipeline/notebooks.ts'
import { parityPython } from '../python.ts'

let interpreter: Interpreter
suiteSetup(async () => {
  interpreter = await examplesPython()
})

async function exported(project: Project) {
  const analysis = await analyse(parseNotebook(readFileSync(project.notebook, 'utf8'), project.notebook))
  const choice = chooseModel(findEvaluations(analysis), analysis)!
  await exportPipeline(project, analysis, choice, { interpreter })
  return { analysis, choice }
}

function python(path: string, project: Project, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(path, args, { cwd: project.folder, encoding: 'utf8' })
  return { status, said: stdout + stderr }
}

suite('exported scripts: ruff finds nothing with its default rules', () => {
  for (const notebook of ['holdout', 'regression', 'crossvalidated', 'loop', 'grid-search', 'global-seed'])
    test(`${notebook}.ipynb`, () =>
      inProject(`${notebook}.ipynb`, async (project) => {
        await exported(project)
        const args = ['-m', 'ruff', 'check', '--isolated', '--no-cache', 'pipeline']
        const { status, said } = python(parityPython, project, ...args)
        assert.equal(status, 0, said)
      }))
})

suite('exported scripts: the test that comes with them', () => {
  const unittest = ['-m', 'unittest', 'pipeline.test_pipeline']

  test('it waits for a run, passes after it, and fails when a script computes something else', () =>
    inProject('regression.ipynb', async (project) => {
      const { analysis, choice } = await exported(project)
      assert.match(python(interpreter.path, project, ...unittest).said, /OK \(skipped=1\)/)
      await writeExpected(project, analysis, choice.evaluations, await runPipeline(project, { interpreter }))
      const passed = python(interpreter.path, project, ...unittest)
      assert.equal(passed.status, 0, passed.said)
      const script = join(project.pipeline, 'evaluate.py')
      const text = readFileSync(script, 'utf8')
      writeFileSync(script, text.replace(/^( +metrics\["\w+"\] = .*)$/m, '$1 + 0.001'))
      const failed = python(interpreter.path, project, ...unittest)
      assert.equal(failed.status, 1)
      assert.match(failed.said, /AssertionError: .* within/)
    }))

  test('what another export writes is not held against the metrics of the one before', () =>
    inProject('holdout.ipynb', async (project) => {
      const { analysis, choice } = await exported(project)
      await writeExpected(project, analysis, choice.evaluations, await runPipeline(project, { interpreter }))
      const notebook = readFileSync(project.notebook, 'utf8')
      assert.match(notebook, /random_state=7/)
      writeFileSync(project.notebook, notebook.replace('random_state=7', 'random_state=8'))
      await exported(project)
      assert.match(python(interpreter.path, project, ...unittest).said, /OK \(skipped=1\)/)
    }))
})
