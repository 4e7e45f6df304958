/** What a deployment does with a request, whatever protocol it came through: predict, log, then answer. */
import type { CheckedRow } from '../http/columns.ts'
import { checkTruth, type FeedbackEntry } from '../http/feedback.ts'
import type { FeedbackAnswer } from '../http/answers.ts'
import type { LoggedDeployment, LoggedRow } from '../log/logged.ts'
import type { AnsweredRow, LabelEntry, LogWriter, RequestEntry } from '../log/logWriter.ts'
import type { Model } from '../model/model.ts'
import { Refusal } from '../http/refusal.ts'

/** A row's answer: what is computed now, or what the log says of an earlier request with the same id. */
export type Answered = Pick<LoggedRow, 'prediction' | 'probabilities'>

export class Service {
  readonly deployment: LoggedDeployment
  readonly model: Model
  /** Called after each commit of rows or labels. */
  onCommit: () => void = () => undefined
  private readonly writer: LogWriter
  private readonly underWay = new Map<string, { payloadHash: string; answer: Promise<readonly Answered[]> }>()

  constructor(deployment: LoggedDeployment, model: Model, writer: LogWriter) {
    this.deployment = deployment
    this.model = model
    this.writer = writer
  }

  /**
   * Predicts rows and logs them; resolves once they are committed. A repeated id with the same payload gets the same answer and
   * counts once.
   *
   * @throws Refusal once it is logged, naming row and column
   */
  async predict(entry: RequestEntry, rows: readonly CheckedRow[]): Promise<readonly Answered[]> {
    const earlier = this.underWay.get(entry.id)
    if (earlier !== undefined) {
      this.sameRequest(entry, earlier.payloadHash)
      const answer = await earlier.answer
      await this.writer.commit(() => this.writer.countRepeat(this.deployment, entry.id))
      return answer
    }
    const logged = entry.named ? this.writer.log.answered(this.deployment.id, entry.id) : null
    if (logged !== null) {
      this.sameRequest(entry, logged.payloadHash)
      await this.writer.commit(() => this.writer.countRepeat(this.deployment, entry.id))
      return logged.rows
    }
    const answer = this.answer(entry, rows)
    this.underWay.set(entry.id, { payloadHash: entry.payloadHash, answer })
    try {
      return await answer
    } finally {
      this.underWay.delete(entry.id)
    }
  }

  /** Logs a request that gets an error; resolves once it is committed. */
  refuse(entry: RequestEntry, refusal: Refusal): Promise<void> {
    return this.writer.commit(() =>
      this.writer.addRefused(this.deployment, entry, refusal.status, refusal.message),
    )
  }

  /**
   * Logs labels, all or none. A label that is there already with the same truth is counted as repeated; one with another
   * truth is refused, since the monitors have counted the first.
   */
  feedback(entries: readonly FeedbackEntry[], now: Date): Promise<FeedbackAnswer> {
    return this.writer.commit(() => this.addLabels(entries, now)).finally(() => this.onCommit())
  }

  private async answer(entry: RequestEntry, rows: readonly CheckedRow[]): Promise<readonly Answered[]> {
    const answered: AnsweredRow[] = []
    // One by one, so that each row is answered as if it were alone.
    for (const [index, row] of rows.entries())
      answered.push({ ...row, ...(await this.model.predict(row.inputs, `row ${index}`)) })
    await this.writer.commit(() => this.writer.addAnswered(this.deployment, entry, answered))
    this.onCommit()
    return answered
  }

  private sameRequest(entry: RequestEntry, payloadHash: string): void {
    if (payloadHash !== entry.payloadHash)
      throw new Refusal(
        409,
        `The request id ${JSON.stringify(entry.id)} was used before with another content.`,
      )
  }

  private addLabels(entries: readonly FeedbackEntry[], now: Date): FeedbackAnswer {
    let [accepted, repeated] = [0, 0]
    const unknown = new Map<string, number>()
    for (const [index, entry] of entries.entries()) {
      const place = entries.length === 1 ? 'The label' : `Label ${index}`
      const found = this.writer.log.labelPlace(entry.id, entry.row)
      if (found === null)
        throw new Refusal(
          404,
          `${place}: the log has no answered request ${JSON.stringify(entry.id)} with a row ${entry.row}.`,
        )
      const truth = checkTruth(this.model.signature, entry, place)
      if (found.truth === truth) repeated += 1
      else if (found.truth !== null)
        throw new Refusal(
          409,
          `${place}: row ${entry.row} of ${JSON.stringify(entry.id)} has the label ${JSON.stringify(found.truth)} already.`,
        )
      else {
        const label: LabelEntry = { row: found.row, deployment: found.deployment, truth }
        this.writer.addLabel(label, now)
        accepted += 1
        if (typeof truth === 'string' && !this.model.signature.classes?.includes(truth))
          unknown.set(truth, (unknown.get(truth) ?? 0) + 1)
      }
    }
    return { accepted, repeated, unknown_classes: Object.fromEntries(unknown) }
  }
}
