/** A load on a server of this machine: keep-alive connections that each ask, wait for the answer, and ask again. */
import { Agent, request } from 'node:http'

export interface Target {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Bodies to send, in turn. */
  readonly bodies: readonly string[]
}

export interface Rate {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

/** Asks for `seconds` over `connections`; every answer has to be a 200. */
export async function load(target: Target, connections: number, seconds: number): Promise<Rate> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const latencies: number[] = []
  const start = performance.now()
  const end = start + seconds * 1000
  let next = 0
  const ask = async (): Promise<void> => {
    while (performance.now() < end) {
      const body = target.bodies[next++ % target.bodies.length]!
      const sent = performance.now()
      await post(target, body, agent)
      latencies.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: connections }, ask))
  const elapsed = (performance.now() - start) / 1000
  agent.destroy()
  latencies.sort((a, b) => a - b)
  const quantile = (share: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))]!
  return { perSecond: latencies.length / elapsed, p50: quantile(0.5), p99: quantile(0.99) }
}

/** One request, on a connection of its own. */
export async function askOnce(target: Target): Promise<void> {
  const agent = new Agent()
  await post(target, target.bodies[0]!, agent)
  agent.destroy()
}

function post({ url, headers }: Target, body: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        answer.resume()
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve()
          else reject(new Error(`${url} answered ${answer.statusCode}`))
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
