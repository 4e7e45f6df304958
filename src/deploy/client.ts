/** Talks to a project's server as the command line and the editor do. */
import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { Loopback } from '../platform/loopback.ts'
import { Problem } from '../platform/problem.ts'
import {
  errorAnswerSchema,
  feedbackAnswerSchema,
  rowsAnswerSchema,
  statusAnswerSchema,
  type FeedbackAnswer,
  type RowsAnswer,
  type StatusAnswer,
} from './http/answers.ts'
import { toJson } from './json.ts'
import type { Value } from './log/logged.ts'
import { tokenOf } from './token.ts'

/** Ground truth for one row of an earlier request. */
export interface Feedback {
  /** The request's id. */
  readonly id: string
  /** The row's place in the request, from 0. */
  readonly row: number
  readonly truth: number | string | boolean
  /** The raw column in which the truth stands so; absent where it is what the model predicts. */
  readonly column?: string
}

/** Where a server is and what it serves: a `Serving` or the content of `server.json`. */
interface Address {
  readonly url: string
  readonly name: string
  readonly tokenFile: string
}

/** The server answered, and took the request for one that it can't do. */
export class ServerRefusal extends Problem {
  constructor(reason: string) {
    super('The model server refused: {0}', { args: [reason] })
  }
}

export class ModelClient {
  private readonly server: Loopback
  private readonly model: string
  private readonly token: string

  /** @throws Problem when the token can't be read */
  static async of(address: Address): Promise<ModelClient> {
    return new ModelClient(address, await tokenOf(address))
  }

  constructor(address: Address, token: string) {
    this.server = new Loopback(address.url)
    this.model = `/v2/models/${encodeURIComponent(address.name)}`
    this.token = token
  }

  close(): void {
    this.server.close()
  }

  /**
   * Predicts rows. The answer is given once the request is in the log; asking again with the same id and rows gives the
   * same answer and counts once.
   *
   * @throws Problem naming the row and column that the server refused
   */
  predict(
    rows: readonly Readonly<Record<string, Value>>[],
    // Never without one: a request that is sent again over a new connection must not count twice.
    id: string = randomUUID(),
  ): Promise<RowsAnswer> {
    return this.ask(rowsAnswerSchema, 'POST', `${this.model}/rows`, { rows, id })
  }

  /** Sends labels, all or (when one of them is refused) none. */
  feedback(labels: readonly Feedback[]): Promise<FeedbackAnswer> {
    return this.ask(feedbackAnswerSchema, 'POST', `${this.model}/feedback`, labels)
  }

  /** What it serves, how much, and what the monitors found up to the last row of the log. */
  status(): Promise<StatusAnswer> {
    return this.ask(statusAnswerSchema, 'GET', '/shiploop/status', undefined, 10_000)
  }

  /** Lets another model of the project (`.shiploop/models/<hash>`) predict every row from now on, in the log only. */
  async addShadow(hash: string, name: string): Promise<void> {
    await this.ask(v.unknown(), 'POST', '/shiploop/shadows', { model: hash, name })
  }

  /** Tells the monitors that the person has seen the alarm. */
  async acknowledge(): Promise<void> {
    await this.ask(v.unknown(), 'POST', '/shiploop/acknowledge', {})
  }

  /** Asks the server to end; it answers first. @throws Problem also when it keeps silent for two seconds */
  async stop(): Promise<void> {
    await this.ask(v.unknown(), 'POST', '/shiploop/stop', {}, 2_000)
  }

  private async ask<T extends v.GenericSchema>(
    schema: T,
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    milliseconds?: number,
  ): Promise<v.InferOutput<T>> {
    const answer = await this.server
      .send({
        method,
        path,
        headers: {
          authorization: `Bearer ${this.token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: toJson(body) }),
        ...(milliseconds !== undefined && { milliseconds }),
      })
      .catch((error: unknown) => {
        throw new Problem('The model server does not answer.', {
          todo: 'See what runs with "shiploop status".',
          cause: error,
        })
      })
    const content = JSON.parse(answer.body) as unknown
    if (answer.status === 200) {
      const understood = v.safeParse(schema, content)
      if (understood.success) return understood.output
      throw new Problem('The model server is of another version of Shiploop.', { todo: 'Deploy again.' })
    }
    const refused = v.safeParse(errorAnswerSchema, content)
    throw new ServerRefusal(refused.success ? refused.output.error : `status ${answer.status}`)
  }
}
