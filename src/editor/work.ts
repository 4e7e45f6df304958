import * as vscode from 'vscode'
import { Problem } from '../platform/problem.ts'
import type { Program } from './program.ts'
import { type Work, withEvent } from './steps.ts'

export interface Task {
  /** What is done, for the view: `Shipping cars.ipynb`. */
  readonly title: string
  readonly verb: string
  readonly args: readonly string[]
  readonly cwd: string
}

/** Runs long work, one piece at a time in this window, and shows how far it is. */
export class Worker implements vscode.Disposable {
  private readonly program: Program
  private readonly changed = new vscode.EventEmitter<Work | null>()
  readonly onDidChange = this.changed.event
  private stop: AbortController | null = null
  private running: Promise<unknown> = Promise.resolve()
  private last: Work | null = null

  constructor(program: Program) {
    this.program = program
  }

  /** What is being done, else what was done last in this window. */
  get current(): Work | null {
    return this.last
  }

  /**
   * @returns the document that the verb prints
   * @throws Problem when it fails, or when something else is being done; CancellationError when it was cancelled
   */
  async run(task: Task): Promise<unknown> {
    if (this.stop !== null)
      throw new Problem('Something else is being done: {0}.', {
        args: [this.last?.title ?? ''],
        todo: 'Wait for it, or cancel it in the Pipeline view.',
      })
    const stop = new AbortController()
    this.stop = stop
    this.tell({ title: task.title, state: 'working', steps: [], problem: null })
    try {
      const work = Promise.resolve(this.shown(task, stop))
      this.running = work.catch(() => undefined)
      const answer = await work
      this.tell({ ...this.last!, state: 'done' })
      return answer
    } catch (error) {
      const cancelled = stop.signal.aborted
      this.tell({
        ...this.last!,
        state: cancelled ? 'cancelled' : 'failed',
        problem: !cancelled && error instanceof Problem ? error : null,
      })
      throw cancelled ? new vscode.CancellationError() : error
    } finally {
      this.stop = null
    }
  }

  cancel(): void {
    this.stop?.abort(new vscode.CancellationError())
  }

  /** Cancels, and resolves once nothing runs any more. */
  async end(): Promise<void> {
    this.cancel()
    await this.running
  }

  dispose(): void {
    this.cancel()
    this.changed.dispose()
  }

  private shown(task: Task, stop: AbortController): Thenable<unknown> {
    const options = { location: { viewId: 'shiploop.pipeline' }, title: task.title }
    return vscode.window.withProgress(options, () =>
      this.program.run(task.verb, task.args, {
        cwd: task.cwd,
        signal: stop.signal,
        report: (event) => {
          this.tell({ ...this.last!, steps: withEvent(this.last!.steps, event) })
        },
      }),
    )
  }

  private tell(work: Work): void {
    this.last = work
    this.changed.fire(work)
  }
}
