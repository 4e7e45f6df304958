/**
 * The cars from notebook to answers, and the request rate beside a FastAPI + onnxruntime server, in one run.
 *
 *     node bench/serving.ts PYTHON   (with bench/requirements.txt installed; `npm run bench` does it)
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readSignature } from '../src/build/model/folder.ts'
import { requestOf } from '../src/learn/replay.ts'
import { readTable } from '../src/platform/table.ts'
import { askOnce, load, type Target } from './load.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const python = process.argv[2]
if (python === undefined) throw new Error('usage: node bench/serving.ts PYTHON')
const ROUNDS = 3
const SECONDS = 3
const CONNECTIONS = [1, 8]

const folder = join(root, 'examples/.bench/cars')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
cpSync(join(root, 'examples/cars'), folder, { recursive: true })

try {
  timesOfTheTurn()
  await firstPrediction()
  await rates()
} finally {
  shiploop('stop')
}

function timesOfTheTurn(): void {
  console.log('\nOne turn of the cars, seconds (three runs, median)')
  const verbs: readonly (readonly string[])[] = [
    ['init', 'cars.ipynb'],
    ['export', 'cars.ipynb'],
    ['run'],
    ['deploy'],
  ]
  for (const verb of verbs) {
    const seconds = [0, 1, 2].map(() => {
      if (verb[0] === 'deploy') shiploop('stop')
      const start = performance.now()
      shiploop(...verb)
      return (performance.now() - start) / 1000
    })
    console.log(`  ${verb[0]!.padEnd(10)} ${median(seconds).toFixed(2)}`)
  }
}

/** From nothing running to the first answer: the deploy verb, and one request. */
async function firstPrediction(): Promise<void> {
  const seconds: number[] = []
  for (let run = 0; run < ROUNDS; run += 1) {
    shiploop('stop')
    const start = performance.now()
    shiploop('deploy')
    const { target } = await served()
    await askOnce(target)
    seconds.push((performance.now() - start) / 1000)
  }
  console.log(`  first prediction, with the deployment   ${median(seconds).toFixed(2)}`)
}

/** The running model, and its rows to ask for. */
async function served(): Promise<{ target: Target; modelFolder: string }> {
  const file = JSON.parse(readFileSync(join(folder, '.shiploop/server.json'), 'utf8')) as {
    url: string
    name: string
    model: string
    token: string
  }
  const modelFolder = join(folder, '.shiploop/models', file.model)
  const bare = { ...(await readSignature(modelFolder)), observed: [] }
  const rows = (await readTable(join(folder, 'live-1977-80.csv'))).map((row, index) =>
    requestOf(bare, row, `row ${index}`),
  )
  const target = {
    url: `${file.url}/v2/models/${file.name}/rows`,
    headers: { authorization: `Bearer ${file.token}` },
    bodies: rows.map((row) => JSON.stringify({ rows: [row] })),
  }
  return { target, modelFolder }
}

async function rates(): Promise<void> {
  const { target, modelFolder } = await served()
  const port = await freePort()
  const peer = spawn(python!, [join(root, 'bench/fastapi_server.py'), modelFolder, String(port)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  try {
    const servers: Record<string, Target> = {
      shiploop: target,
      fastapi: { url: `http://127.0.0.1:${port}/predict`, headers: {}, bodies: target.bodies },
    }
    await untilItAnswers(servers['fastapi']!, peer)
    console.log(`\nRequests per second, one row each (${ROUNDS} rounds of ${SECONDS} s in turn, median)`)
    console.log('  connections  server      req/s    p50 ms   p99 ms')
    for (const connections of CONNECTIONS) await inTurn(servers, connections)
    console.log(
      '  Shiploop commits each request to its log before the answer and follows it with monitors; the peer keeps none.',
    )
  } finally {
    peer.kill()
  }
}

async function inTurn(servers: Readonly<Record<string, Target>>, connections: number): Promise<void> {
  const measured = new Map(
    Object.keys(servers).map((name) => [name, [] as Awaited<ReturnType<typeof load>>[]]),
  )
  for (const [, target] of Object.entries(servers)) await load(target, connections, 1)
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, target] of Object.entries(servers))
      measured.get(name)!.push(await load(target, connections, SECONDS))
  for (const [name, runs] of measured) {
    const [rate, p50, p99] = (['perSecond', 'p50', 'p99'] as const).map((key) =>
      median(runs.map((run) => run[key])),
    )
    console.log(
      `  ${String(connections).padStart(11)}  ${name.padEnd(9)} ${rate!.toFixed(0).padStart(7)} ${p50!.toFixed(2).padStart(9)} ${p99!.toFixed(2).padStart(8)}`,
    )
  }
}

async function untilItAnswers(target: Target, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error('The FastAPI server ended.')
    const answered = await load(target, 1, 0.01).then(
      () => true,
      () => false,
    )
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

function shiploop(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin/shiploop.mjs'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`shiploop ${args.join(' ')}: ${stderr}`)
  return stdout
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}
