import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, suiteSetup, suiteTeardown, test } from 'mocha'
import { serverProgram } from '../../../src/platform/node.ts'
import { runProcess, type ProcessResult } from '../../../src/platform/processes.ts'
import { builtModels, type Models } from './project.ts'

let folder: string
let models: Models

suiteSetup(async () => {
  const built = await builtModels()
  folder = await mkdtemp(join(tmpdir(), 'shiploop-program-'))
  await cp(built.folder, folder, { recursive: true })
  models = built.models
})
suiteTeardown(() => rm(folder, { recursive: true, force: true }))

async function run(args: string[], input = ''): Promise<ProcessResult> {
  const program = await serverProgram()
  return runProcess(program.command, [...program.args, ...args], { env: program.env, input })
}
const checked = async (model: string) =>
  JSON.parse((await run(['--check', join(folder, model)])).stdout) as Record<string, unknown>

/** Changes a model's check.json, which the test then puts back. */
async function changed(
  model: string,
  change: (check: Record<string, unknown[]>) => void,
  then: () => Promise<void>,
): Promise<void> {
  const file = join(folder, model, 'check.json')
  const before = await readFile(file, 'utf8')
  const check = JSON.parse(before) as Record<string, unknown[]>
  change(check)
  await writeFile(file, JSON.stringify(check))
  try {
    await then()
  } finally {
    await writeFile(file, before)
  }
}

suite('server program: --check', () => {
  test('a graph that does what Python does agrees on all rows', async () => {
    for (const model of [models.champion, models.challenger, models.integers]) {
      const result = await checked(model)
      assert.equal(result['rows'], 200)
      assert.equal(result['labelAgreement'], 1)
      assert.ok((result['largestDifference'] as number) < 1e-5)
    }
    const regression = await checked(models.regression)
    assert.equal(regression['labelAgreement'], null)
    assert.ok((regression['relativeDifference'] as number) < 1e-5)
  })

  test('a label and a probability that differ are counted', async () => {
    await changed(
      models.champion,
      (check) => {
        check['prediction']![3] = 'Mars'
        const shares = check['probabilities']![5] as number[]
        shares[0]! += 0.25
      },
      async () => {
        const result = await checked(models.champion)
        assert.equal(result['labelAgreement'], 0.995)
        assert.ok(Math.abs((result['largestDifference'] as number) - 0.25) < 1e-5)
      },
    )
  })

  test('a regression that differs says by how much, in the target and in its standard deviations', async () => {
    await changed(
      models.regression,
      (check) => {
        check['prediction']![0] = (check['prediction']![0] as number) + 1000
        Object.assign(check, { targetStd: 500 })
      },
      async () => {
        const result = await checked(models.regression)
        assert.ok(Math.abs((result['largestDifference'] as number) - 1000) < 0.01)
        assert.ok(Math.abs((result['relativeDifference'] as number) - 2) < 1e-4)
      },
    )
  })

  test('a missing file, broken JSON and a broken graph are sentences and exit 1', async () => {
    const nothing = await run(['--check', join(folder, 'nowhere')])
    assert.equal(nothing.code, 1)
    assert.match(nothing.stderr, /check\.json: The predictions of Python does not exist/)
    const broken = join(folder, 'broken')
    await cp(join(folder, models.champion), broken, { recursive: true })
    await writeFile(join(broken, 'model.onnx'), 'nonsense')
    assert.match((await run(['--check', broken])).stderr, /model\.onnx: The model's graph can't be loaded/)
    await writeFile(join(broken, 'check.json'), '{')
    assert.match((await run(['--check', broken])).stderr, /check\.json: There is no JSON/)
  })
})

suite('server program: --predict', () => {
  test('rows are predicted as the server would, and refused as it would', async () => {
    const table = {
      rows: 3,
      columns: {
        brand: ['ford', 'fiat', 'ford'],
        horsepower: [150, 70, null],
        cylinders: [8, 4, 8],
        other: [1, 2, 3],
      },
    }
    const result = await run(['--predict', join(folder, models.champion)], JSON.stringify(table))
    const { prediction, confidence, errors } = JSON.parse(result.stdout) as {
      prediction: unknown
      confidence: (number | null)[]
      errors: unknown
    }
    assert.deepEqual(prediction, ['USA', 'Europe', null])
    assert.ok(confidence[0]! > 0.5 && confidence[2] === null)
    assert.deepEqual(errors, [
      { row: 2, error: 'row 2, column "horsepower": a missing value is refused by the model.' },
    ])
  })

  test('something else than a table is a sentence', async () => {
    for (const input of ['', '[]', '{"rows":1,"columns":[]}']) {
      const result = await run(['--predict', join(folder, models.champion)], input)
      assert.equal(result.code, 1)
      assert.match(result.stderr, /standard input/i)
    }
  })
})

suite('server program: its Node', () => {
  test('is one that has SQLite, and does not send telemetry', async () => {
    const { command, env } = await serverProgram()
    const version = await runProcess(command, ['--version'])
    const [major, minor] = version.stdout.slice(1).split('.').map(Number)
    assert.ok(major! > 22 || (major === 22 && minor! >= 13), version.stdout)
    assert.equal(env['ORT_DISABLE_TELEMETRY'], '1')
  })
})
