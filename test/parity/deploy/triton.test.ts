import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, suiteSetup, suiteTeardown, test } from 'mocha'
import type { RowsAnswer } from '../../../src/deploy/http/answers.ts'
import type { Serving } from '../../../src/deploy/deployment.ts'
import { runProcess } from '../../../src/platform/processes.ts'
import { newProject, type TestProject } from '../../unit/deploy/project.ts'
import { parityPython } from '../python.ts'

interface Predicted {
  readonly id: string
  readonly label: readonly string[]
  readonly probabilities: readonly (readonly number[])[]
}

/** What triton.py prints. */
interface Seen {
  readonly live: boolean
  readonly ready: boolean
  readonly model_ready: boolean
  readonly server: { readonly extensions: readonly string[] }
  readonly metadata: { readonly name: string; readonly inputs: readonly { name: string; datatype: string }[] }
  readonly json: Predicted
  readonly binary: Predicted
  readonly gzip: Predicted
  readonly deflate: Predicted
  readonly 'binary outputs': Predicted
  readonly refusal: { readonly status: string; readonly message: string }
  readonly without_token: string
}

const columns = { brand: ['ford', 'škoda', ''], horsepower: [150.5, 70, 66.1], cylinders: [8, 4, 4] }

let files: TestProject
let serving: Serving
let seen: Seen
let ours: RowsAnswer

suiteSetup(async () => {
  files = await newProject()
  serving = await files.deployed()
  const client = await files.client(serving)
  ours = await client.predict(
    columns.brand.map((brand, index) => ({
      brand,
      horsepower: columns.horsepower[index]!,
      cylinders: columns.cylinders[index]!,
    })),
  )
  const token = (await readFile(serving.tokenFile, 'utf8')).trim()
  const script = join(import.meta.dirname, 'triton.py')
  const asked = await runProcess(parityPython, [script, new URL(serving.url).host, token, serving.name], {
    input: JSON.stringify({ columns }),
  })
  assert.equal(asked.code, 0, asked.stderr)
  seen = JSON.parse(asked.stdout) as Seen
})
suiteTeardown(() => files.remove())

suite("tritonclient, NVIDIA's client of the protocol", () => {
  test('finds the server live and the model ready', () => {
    assert.deepEqual([seen.live, seen.ready, seen.model_ready], [true, true, true])
    assert.deepEqual(seen.server.extensions, ['binary_tensor_data'])
  })

  test('reads the metadata', () => {
    assert.equal(seen.metadata.name, 'cars')
    assert.deepEqual(
      seen.metadata.inputs.map(({ name, datatype }) => `${name} ${datatype}`),
      ['brand BYTES', 'horsepower FP32', 'cylinders INT64'],
    )
  })

  for (const how of ['json', 'binary', 'gzip', 'deflate', 'binary outputs'] as const)
    test(`gets the same answer to the last bit: ${how}`, () => {
      assert.deepEqual(seen[how].label, ours.predictions)
      assert.deepEqual(seen[how].probabilities, ours.probabilities)
    })

  test('gets its request id back', () => {
    assert.equal(seen.json.id, 'triton json')
  })

  test('shows the sentence of a refusal, and the status without a token', () => {
    assert.deepEqual(seen.refusal, { status: '400', message: 'The model has no column "colour".' })
    assert.equal(seen.without_token, '401')
  })
})
