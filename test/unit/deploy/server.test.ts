import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { deflateSync, gzipSync } from 'node:zlib'
import { suite, suiteSetup, suiteTeardown, test } from 'mocha'
import { RequestLog } from '../../../src/deploy/log/log.ts'
import type { Serving } from '../../../src/deploy/deployment.ts'
import { fiat, ford, newProject, type TestProject } from './project.ts'
import { rawRequest, type RawAnswer } from './raw.ts'

let files: TestProject
let serving: Serving
let port: number
let token: string

suiteSetup(async () => {
  files = await newProject({ serve: { allowed_hosts: ['Models.example.org'] } })
  serving = await files.deployed()
  port = Number(new URL(serving.url).port)
  token = (await readFile(serving.tokenFile, 'utf8')).trim()
})
suiteTeardown(() => files.remove())

const ROWS = '/v2/models/cars/rows'
const INFER = '/v2/models/cars/infer'

function send(
  method: string,
  path: string,
  body?: string | Buffer,
  extra: string[] = [],
): Promise<RawAnswer> {
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  const head = [`${method} ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, `Authorization: Bearer ${token}`]
  return rawRequest(port, [...head, ...length, ...extra], body)
}
const rows = (content: unknown, extra: string[] = []) => send('POST', ROWS, JSON.stringify(content), extra)
const errorOf = (answer: RawAnswer) => (JSON.parse(answer.body) as { error: string }).error

suite('server: who may ask', () => {
  const line = `GET /v2 HTTP/1.1`
  const bearer = () => `Authorization: Bearer ${token}`
  const host = () => `Host: 127.0.0.1:${port}`
  const cases: { name: string; head: () => string[]; status: number }[] = [
    { name: 'the holder of the token may', head: () => [line, host(), bearer()], status: 200 },
    {
      name: 'by the name localhost too',
      head: () => [line, `Host: localhost:${port}`, bearer()],
      status: 200,
    },
    {
      name: 'by a name that the settings allow',
      head: () => [line, 'Host: models.example.org', bearer()],
      status: 200,
    },
    { name: 'nobody without a token', head: () => [line, host()], status: 401 },
    { name: 'nobody with a wrong token', head: () => [line, host(), 'Authorization: Bearer x'], status: 401 },
    {
      name: 'no page of the web by its own name',
      head: () => [line, `Host: evil.example:${port}`, bearer()],
      status: 403,
    },
    { name: 'no other port in Host', head: () => [line, 'Host: 127.0.0.1:1', bearer()], status: 403 },
    {
      name: 'no foreign Origin',
      head: () => [line, host(), bearer(), 'Origin: https://evil.example'],
      status: 403,
    },
    {
      name: 'no Origin null (a sandboxed page)',
      head: () => [line, host(), bearer(), 'Origin: null'],
      status: 403,
    },
    {
      name: 'its own Origin',
      head: () => [line, host(), bearer(), `Origin: http://127.0.0.1:${port}`],
      status: 200,
    },
    { name: 'not two Hosts', head: () => [line, host(), 'Host: evil.example', bearer()], status: 400 },
    {
      name: 'not two Authorizations',
      head: () => [line, host(), 'Authorization: Bearer x', bearer()],
      status: 400,
    },
    {
      name: 'not two Origins',
      head: () => [line, host(), bearer(), 'Origin: x', `Origin: http://127.0.0.1:${port}`],
      status: 400,
    },
    { name: 'no Host in HTTP/1.0', head: () => ['GET /v2 HTTP/1.0', bearer()], status: 400 },
    {
      name: 'a length in two ways',
      head: () => ['POST /v2 HTTP/1.1', host(), bearer(), 'Content-Length: 5', 'Transfer-Encoding: chunked'],
      status: 400,
    },
    { name: 'bytes that are no HTTP', head: () => ['nonsense'], status: 400 },
    {
      name: 'whether it lives is no secret',
      head: () => ['GET /v2/health/live HTTP/1.1', host()],
      status: 200,
    },
    {
      name: 'but not to a web page',
      head: () => ['GET /v2/health/live HTTP/1.1', host(), 'Origin: https://evil.example'],
      status: 403,
    },
  ]
  for (const { name, head, status } of cases)
    test(name, async () => {
      const answer = await rawRequest(port, head(), status === 400 ? '0\r\n\r\n' : '')
      assert.equal(answer.status, status)
      assert.match(answer.head, /content-type: application\/json\r?$/im)
    })
})

suite('server: the protocol', () => {
  test('health says live, ready and which instance answers', async () => {
    const live = await send('GET', '/v2/health/live')
    assert.deepEqual(JSON.parse(live.body), { live: true, instance: serving.instance })
    assert.deepEqual(JSON.parse((await send('GET', '/v2/health/ready')).body), { ready: true })
    assert.deepEqual(JSON.parse((await send('GET', '/v2/models/cars/ready')).body), {
      name: 'cars',
      ready: true,
    })
  })

  test('the metadata names each column with its datatype', async () => {
    const { inputs, outputs } = JSON.parse((await send('GET', '/v2/models/cars')).body) as Record<
      string,
      unknown
    >
    assert.deepEqual(inputs, [
      { name: 'brand', datatype: 'BYTES', shape: [-1, 1] },
      { name: 'horsepower', datatype: 'FP32', shape: [-1, 1] },
      { name: 'cylinders', datatype: 'INT64', shape: [-1, 1] },
    ])
    assert.deepEqual(outputs, [
      { name: 'label', datatype: 'BYTES', shape: [-1] },
      { name: 'probabilities', datatype: 'FP32', shape: [-1, 3] },
    ])
  })

  const tensors = (horsepower: unknown) => ({
    id: 'infer-1',
    inputs: [
      { name: 'brand', shape: [2, 1], datatype: 'BYTES', data: [['ford'], ['fiat']] },
      { name: 'horsepower', shape: [2], datatype: 'FP64', data: horsepower },
      { name: 'cylinders', shape: [2, 1], datatype: 'INT32', data: [8, 4] },
    ],
  })

  test('tensors get the same answer as rows', async () => {
    const infer = JSON.parse((await send('POST', INFER, JSON.stringify(tensors([150.5, 70])))).body) as {
      outputs: { data: unknown[] }[]
    }
    const answer = JSON.parse((await rows({ rows: [ford, fiat] })).body) as {
      predictions: unknown
      probabilities: number[][]
    }
    assert.deepEqual(infer.outputs[0]?.data, answer.predictions)
    assert.deepEqual(infer.outputs[1]?.data, answer.probabilities.flat())
  })

  test('only the outputs that were asked for come back', async () => {
    const body = { ...tensors([1, 2]), id: 'infer-2', outputs: [{ name: 'label' }] }
    const { outputs } = JSON.parse((await send('POST', INFER, JSON.stringify(body))).body) as {
      outputs: { name: string }[]
    }
    assert.deepEqual(
      outputs.map((output) => output.name),
      ['label'],
    )
  })

  const wrong: { name: string; body: unknown; says: RegExp }[] = [
    { name: 'a shape that does not fit', body: tensors([1]), says: /"horsepower" has 1 values/ },
    {
      name: 'a text among numbers',
      body: tensors(['a', 2]),
      says: /row 0, column "horsepower": "a" is no number/,
    },
    { name: 'no inputs', body: {}, says: /"inputs" must be a list/ },
    {
      name: 'an unknown tensor',
      body: { inputs: [{ name: 'x', shape: [1], datatype: 'FP32', data: [1] }] },
      says: /no column "x"/,
    },
    {
      name: 'a wrong datatype',
      body: { inputs: [{ name: 'brand', shape: [1], datatype: 'FP32', data: [1] }] },
      says: /"brand" must be of datatype BYTES/,
    },
  ]
  for (const { name, body, says } of wrong)
    test(`${name} is refused in a sentence`, async () => {
      const answer = await send('POST', INFER, JSON.stringify(body))
      assert.equal(answer.status, 400)
      assert.match(errorOf(answer), says)
    })

  test('a row is answered to the last bit as if it were alone', async () => {
    const many = Array.from({ length: 40 }, (_, index) => ({
      ...ford,
      horsepower: 60 + index * 3.7,
      cylinders: 4 + (index % 5),
    }))
    const together = JSON.parse((await rows({ rows: many })).body) as { probabilities: number[][] }
    for (const [index, row] of many.entries()) {
      const alone = JSON.parse((await rows({ rows: [row] })).body) as { probabilities: number[][] }
      assert.deepEqual(together.probabilities[index], alone.probabilities[0])
    }
  })

  test('an unknown model, path or method is a sentence too', async () => {
    assert.match(
      errorOf(await send('GET', '/v2/models/trucks')),
      /No model "trucks" is served here, only "cars"/,
    )
    assert.match(errorOf(await send('GET', '/nowhere')), /There is nothing at GET \/nowhere/)
    assert.equal((await send('DELETE', ROWS)).status, 404)
  })
})

suite('server: bodies', () => {
  const body = JSON.stringify({ rows: [ford] })

  test('no content type at all is taken as JSON', async () => {
    assert.equal((await send('POST', ROWS, body)).status, 200)
  })
  test('another content type is refused', async () => {
    assert.equal((await send('POST', ROWS, body, ['Content-Type: text/xml'])).status, 415)
  })
  test('gzip and deflate are understood', async () => {
    assert.equal((await send('POST', ROWS, gzipSync(body), ['Content-Encoding: gzip'])).status, 200)
    assert.equal((await send('POST', ROWS, deflateSync(body), ['Content-Encoding: deflate'])).status, 200)
    assert.equal((await send('POST', ROWS, body, ['Content-Encoding: br'])).status, 415)
    assert.equal((await send('POST', ROWS, body, ['Content-Encoding: gzip'])).status, 400)
  })
  test('the limit counts after decompression', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '))
    const answer = await send('POST', ROWS, bomb, ['Content-Encoding: gzip'])
    assert.equal(answer.status, 413)
    assert.match(errorOf(answer), /at most 8 MB/)
  })
  test('counts are bounded, not only bytes', async () => {
    const answer = await send('POST', ROWS, `{"rows":[${'{},'.repeat(2_000_000)}{}]}`)
    assert.equal(answer.status, 413)
    assert.match(errorOf(answer), /at most 10000 rows; this one has 2000001/)
  })
  for (const [text, says] of [
    ['', /no JSON/],
    ['{"rows":[', /no JSON/],
    ['[]', /The body must be a JSON object/],
    ['{"rows":{}}', /"rows" must be a list/],
    ['{"rows":[1]}', /row 0 must be a JSON object/],
    ['{"rows":[],"row":[]}', /key "row"/],
    ['{"rows":[{}],"id":7}', /"id" must be text/],
  ] as const)
    test(`${JSON.stringify(text)} is refused in a sentence`, async () => {
      const answer = await send('POST', ROWS, text)
      assert.equal(answer.status, 400)
      assert.match(errorOf(answer), says)
    })
  test('text that is no UTF-8 is refused', async () => {
    assert.match(errorOf(await send('POST', ROWS, Buffer.from([0x7b, 0xff, 0x7d]))), /no UTF-8/)
  })
})

suite('server: the log', () => {
  const log = () => RequestLog.open(files.project.database)
  const counts = () => {
    const reader = log()
    try {
      return reader.counts(serving.deployment)
    } finally {
      reader.close()
    }
  }

  test('an answered request is in the log with what came and what went', async () => {
    const answer = JSON.parse((await rows({ id: 'logged', rows: [ford, fiat] })).body) as {
      predictions: unknown[]
      probabilities: number[][]
    }
    const reader = log()
    const found = reader.answered(serving.deployment, 'logged')
    reader.close()
    const { mpg, ...inputs } = ford
    assert.deepEqual(
      found?.rows.map(({ inputs, observed, prediction, probabilities }) => ({
        inputs,
        observed,
        prediction,
        probabilities,
      })),
      [
        {
          inputs,
          observed: { mpg },
          prediction: answer.predictions[0],
          probabilities: answer.probabilities[0],
        },
        {
          inputs: fiat,
          observed: {},
          prediction: answer.predictions[1],
          probabilities: answer.probabilities[1],
        },
      ],
    )
  })

  test('a refused request is in the log with its sentence', async () => {
    const before = counts()
    await rows({ rows: [{ ...ford, brand: 3 }] })
    assert.equal(counts().failed, before.failed + 1)
    assert.equal(counts().rows, before.rows)
  })

  test('the same id with the same rows gets the same answer and counts once', async () => {
    const first = await rows({ id: 'twice', rows: [ford] })
    const before = counts()
    const again = await Promise.all([
      rows({ id: 'twice', rows: [ford] }),
      rows({ id: 'twice', rows: [ford] }),
    ])
    for (const answer of again) assert.equal(answer.body, first.body)
    assert.deepEqual(counts(), { ...before, repeated: before.repeated + 2 })
  })

  test('two at once with one id get one answer', async () => {
    const before = counts()
    const both = await Promise.all([
      rows({ id: 'at once', rows: [fiat] }),
      rows({ id: 'at once', rows: [fiat] }),
    ])
    assert.equal(both[0].body, both[1].body)
    assert.equal(counts().rows, before.rows + 1)
  })

  test('the same id with other rows is refused', async () => {
    await rows({ id: 'other', rows: [ford] })
    const answer = await rows({ id: 'other', rows: [fiat] })
    assert.equal(answer.status, 409)
    assert.match(errorOf(answer), /"other" was used before/)
  })
})

suite('server: labels', () => {
  const label = (content: unknown) => send('POST', '/v2/models/cars/feedback', JSON.stringify(content))

  test('a label joins its row; sent again it counts once; a class never seen is said', async () => {
    await rows({ id: 'for labels', rows: [ford, fiat] })
    const labels = [
      { id: 'for labels', row: 0, truth: 'USA' },
      { id: 'for labels', row: 1, truth: 'Italy' },
    ]
    assert.deepEqual(JSON.parse((await label(labels)).body), {
      accepted: 2,
      repeated: 0,
      unknown_classes: { Italy: 1 },
    })
    assert.deepEqual(JSON.parse((await label(labels[0])).body), {
      accepted: 0,
      repeated: 1,
      unknown_classes: {},
    })
    const log = RequestLog.open(files.project.database)
    const labelled = log.labelled({ deployment: serving.deployment })
    log.close()
    assert.deepEqual(
      labelled.map(({ request, position, truth }) => [request, position, truth]),
      [
        ['for labels', 0, 'USA'],
        ['for labels', 1, 'Italy'],
      ],
    )
  })

  test('another truth for the same row is refused, and so is the list that it came in', async () => {
    await rows({ id: 'conflict', rows: [ford, fiat] })
    await label({ id: 'conflict', row: 0, truth: 'USA' })
    const answer = await label([
      { id: 'conflict', row: 1, truth: 'Europe' },
      { id: 'conflict', row: 0, truth: 'Japan' },
    ])
    assert.equal(answer.status, 409)
    assert.match(errorOf(answer), /Label 1: row 0 of "conflict" has the label "USA" already/)
    assert.equal(
      (JSON.parse((await label({ id: 'conflict', row: 1, truth: 'Europe' })).body) as { accepted: number })
        .accepted,
      1,
    )
  })

  test('a row that nobody asked about is named', async () => {
    assert.match(
      errorOf(await label({ id: 'nobody', row: 0, truth: 'USA' })),
      /no answered request "nobody" with a row 0/,
    )
    assert.match(errorOf(await label({ id: 'for labels', row: 2, truth: 'USA' })), /with a row 2/)
    assert.match(errorOf(await label({ id: 'for labels' })), /row/)
  })
})
