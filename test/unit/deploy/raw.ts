/** HTTP as bytes, for what no client library would send. */
import { connect } from 'node:net'

export interface RawAnswer {
  readonly status: number
  readonly head: string
  readonly body: string
}

/** Sends bytes to a port of this machine and reads one answer. */
export function rawRequest(
  port: number,
  head: readonly string[],
  body: string | Buffer = '',
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      const answer = answerOf(Buffer.concat(chunks))
      if (answer === null) return
      socket.destroy()
      resolve(answer)
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('The connection was closed without an answer.')))
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    socket.write(body)
  })
}

function answerOf(bytes: Buffer): RawAnswer | null {
  const text = bytes.toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = text.slice(0, end)
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
  const body = bytes.subarray(end + 4)
  if (body.length < length) return null
  return { status: Number(head.split(' ')[1]), head, body: body.subarray(0, length).toString('utf8') }
}
