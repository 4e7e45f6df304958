import { Worker } from 'node:worker_threads'
import type { Insight, Question } from './insight.ts'
import type { FromThread, ToThread } from './messages.ts'

interface Job {
  readonly id: number
  readonly question: Question
  readonly resolve: (insight: Insight) => void
  readonly reject: (error: Error) => void
}

/**
 * Makes insights in a thread of its own, one after the other: the extension host answers every extension and every key,
 * and must not wait for an analysis. The thread starts with the first question.
 */
export class Analyst {
  /** The thread's program: a file. */
  private readonly program: string
  private readonly waiting: Job[] = []
  private thread: Worker | undefined
  private active: Job | undefined
  private asked = 0
  private ended = false

  constructor(program: string) {
    this.program = program
  }

  /** @param signal aborts what nobody waits for any more, also while it runs: between two of its steps */
  insightOf(question: Question, signal?: AbortSignal): Promise<Insight> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      if (this.ended) throw ended()
      const job: Job = { id: (this.asked += 1), question, resolve, reject }
      signal?.addEventListener('abort', () => {
        this.cancel(job, signal.reason as Error)
      })
      this.waiting.push(job)
      this.next()
    })
  }

  dispose(): void {
    this.ended = true
    void this.thread?.terminate()
    this.lose(ended())
  }

  private next(): void {
    if (this.active || this.ended) return
    this.active = this.waiting.shift()
    if (this.active) this.tell({ kind: 'ask', id: this.active.id, question: this.active.question })
  }

  private cancel(job: Job, reason: Error): void {
    const at = this.waiting.indexOf(job)
    if (at >= 0) this.waiting.splice(at, 1)
    else if (this.active === job) this.tell({ kind: 'cancel', id: job.id })
    job.reject(reason)
  }

  private tell(message: ToThread): void {
    this.thread ??= this.start()
    this.thread.postMessage(message)
  }

  private start(): Worker {
    const thread = new Worker(this.program)
    thread.on('message', (message: FromThread) => {
      if (message.id !== this.active?.id) return
      if (message.kind === 'answer') this.active.resolve(message.insight)
      else this.active.reject(message.error)
      this.active = undefined
      this.next()
    })
    // It has no more memory, or its program is missing: the next question gets a new one.
    thread.on('error', (error) => {
      if (this.thread === thread) this.lose(error instanceof Error ? error : new Error(String(error)))
    })
    thread.on('exit', (code) => {
      if (this.thread === thread) this.lose(new Error(`The analysis ended with ${code}.`))
    })
    return thread
  }

  private lose(error: Error): void {
    this.thread = undefined
    this.active?.reject(error)
    this.active = undefined
    if (this.ended) for (const job of this.waiting.splice(0)) job.reject(error)
    this.next()
  }
}

function ended(): Error {
  return new Error('The editor ended the analysis.')
}
