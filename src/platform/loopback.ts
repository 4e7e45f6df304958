/** Requests to a server on this machine, over kept-alive connections. Never through a proxy, unlike `fetch` in an editor. */
import { Agent, request } from 'node:http'

interface LoopbackAnswer {
  readonly status: number
  readonly body: string
}

interface LoopbackRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly milliseconds?: number
}

/** One server, by its address (`http://127.0.0.1:PORT`). */
export class Loopback {
  private readonly url: URL
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 })

  constructor(url: string) {
    this.url = new URL(url)
  }

  /**
   * Sends once more when a connection that was kept alive turns out to be closed: what is sent must be safe to repeat.
   *
   * @throws the system's error (`ECONNREFUSED` ...) when there is no answer, or after `milliseconds` of silence
   */
  async send(what: LoopbackRequest): Promise<LoopbackAnswer> {
    try {
      return await this.once(what)
    } catch (error) {
      // The server closed an idle connection just as it was used again.
      if (error instanceof StaleConnection) return await this.once(what)
      throw error
    }
  }

  close(): void {
    this.agent.destroy()
  }

  private once(what: LoopbackRequest): Promise<LoopbackAnswer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent: this.agent,
          host: this.url.hostname,
          port: this.url.port,
          method: what.method,
          path: what.path,
          headers: {
            ...what.headers,
            ...(what.body !== undefined && { 'content-length': Buffer.byteLength(what.body) }),
          },
          timeout: what.milliseconds,
        },
        (incoming) => {
          const chunks: Buffer[] = []
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
          incoming.on('error', reject)
          incoming.on('end', () => {
            resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') })
          })
        },
      )
      outgoing.on('timeout', () => {
        outgoing.destroy(new Error(`No answer from ${this.url.host} within ${what.milliseconds} ms.`))
      })
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        reject(outgoing.reusedSocket && error.code === 'ECONNRESET' ? new StaleConnection() : error)
      })
      outgoing.end(what.body)
    })
  }
}

class StaleConnection extends Error {}
