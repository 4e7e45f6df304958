/** The program of the thread that makes insights. It knows no `vscode`: what it needs is in the question. */
import { parentPort } from 'node:worker_threads'
import { insightOf } from './insight.ts'
import type { FromThread, ToThread } from './messages.ts'

const host = parentPort!
const running = new Map<number, AbortController>()

host.on('message', (message: ToThread) => {
  if (message.kind === 'cancel') running.get(message.id)?.abort()
  else void answer(message)
})

async function answer({ id, question }: Extract<ToThread, { kind: 'ask' }>): Promise<void> {
  const stop = new AbortController()
  running.set(id, stop)
  try {
    reply({ kind: 'answer', id, insight: await insightOf(question, stop.signal) })
  } catch (error) {
    reply({ kind: 'failed', id, error: error instanceof Error ? error : new Error(String(error)) })
  } finally {
    running.delete(id)
  }
}

function reply(message: FromThread): void {
  host.postMessage(message)
}
