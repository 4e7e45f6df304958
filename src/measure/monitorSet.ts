/** All monitors of one model. What each of them says and why it may be believed: docs/statistics.md. */
import * as v from 'valibot'
import { Problem } from '../platform/problem.ts'
import { scoreOf } from './accuracy.ts'
import { DeploymentAlarm, deploymentAlarmStateSchema, meanEvidence } from './deploymentAlarm.ts'
import { RowNumbers, rowNumbersStateSchema } from './drift/rowNumbers.ts'
import type {
  Label,
  LabelOutcome,
  MonitoredModel,
  MonitorFindings,
  Monitors,
  RequestFacts,
} from './findings.ts'
import { LabelledRows, labelledStateSchema } from './labelled.ts'
import { LatencyMonitor, latencyStateSchema } from './latency.ts'
import type { LoggedRow, Value } from './monitor.ts'
import { expectedShare, multiplicities, RepeatedRows, repeatedRowsStateSchema } from './repeatedRows.ts'
import type { Score } from './score.ts'
import { PREDICTION, watchedColumns, watchedColumnStateSchema, type WatchedColumn } from './watchedColumn.ts'

const labelCounts = v.object({
  counted: v.number(),
  again: v.number(),
  unknownRow: v.number(),
  notANumber: v.number(),
})

const stateSchema = v.object({
  schema: v.literal(1),
  /** What it was measured with: another deployment or model begins anew. */
  deployment: v.string(),
  model: v.string(),
  cursor: v.object({ row: v.number(), label: v.number() }),
  firstRow: v.nullable(v.number()),
  repeatedRequests: v.number(),
  numbers: rowNumbersStateSchema,
  columns: v.array(watchedColumnStateSchema),
  alarm: deploymentAlarmStateSchema,
  repeatedRows: repeatedRowsStateSchema,
  latency: latencyStateSchema,
  labels: labelCounts,
  labelled: labelledStateSchema,
  score: v.unknown(),
})
type MonitorSetState = v.InferOutput<typeof stateSchema>

export class MonitorSet implements Monitors {
  readonly #model: MonitoredModel
  readonly #columns: readonly WatchedColumn[]
  readonly #inputs: readonly WatchedColumn[]
  readonly #alarm: DeploymentAlarm
  readonly #repeatedRows: RepeatedRows
  /** Made when it is first asked for: a pass over the reference. */
  #repeatedInReference: ReadonlyMap<number, number> | null = null
  readonly #latency: LatencyMonitor
  readonly #score: Score
  readonly #labelled: LabelledRows
  readonly #labels: v.InferOutput<typeof labelCounts>
  readonly #numbers: RowNumbers
  #cursor: MonitorFindings['cursor']
  #firstRow: number | null
  #repeatedRequests: number

  /**
   * @param state what an earlier set's `state` was, as read from a file or database; none begins with the deployment
   * @throws Problem when the state is not one, or is another model's
   */
  constructor(model: MonitoredModel, state?: unknown) {
    const past = state === undefined ? undefined : parsed(model, state)
    this.#model = model
    this.#columns = watchedColumns(model, past?.columns ?? [])
    this.#inputs = this.#columns.filter((column) => column.role === 'input')
    this.#alarm = new DeploymentAlarm(past?.alarm)
    this.#repeatedRows = new RepeatedRows(past?.repeatedRows)
    this.#latency = new LatencyMonitor(past?.latency)
    this.#score = scoreOf(model, past?.score)
    this.#labelled = new LabelledRows(past?.labelled)
    this.#labels = past?.labels ?? { counted: 0, again: 0, unknownRow: 0, notANumber: 0 }
    this.#numbers = new RowNumbers(past?.numbers)
    this.#cursor = past?.cursor ?? { row: 0, label: 0 }
    this.#firstRow = past?.firstRow ?? null
    this.#repeatedRequests = past?.repeatedRequests ?? 0
  }

  update(row: LoggedRow, request: RequestFacts = {}): void {
    if (row.number <= this.#cursor.row) return
    this.#cursor = { ...this.#cursor, row: row.number }
    this.#firstRow ??= row.number
    if (request.repeatedRequest) {
      this.#repeatedRequests += 1
      return
    }
    this.#numbers.push(row.number)
    for (const column of this.#columns) column.update(row)
    this.#alarm.update(this.#evidence, this.#numbers.rows)
    this.#repeatedRows.update(this.#model.signature.inputs.map(({ name }) => row.inputs[name]))
    if (request.latency !== undefined) this.#latency.update(request.latency)
  }

  label({ number, row, prediction, truth }: Label): LabelOutcome {
    if (number <= this.#cursor.label) return 'seen before'
    this.#cursor = { ...this.#cursor, label: number }
    if (this.#firstRow === null || row < this.#firstRow || row > this.#cursor.row) {
      this.#labels.unknownRow += 1
      return 'unknown row'
    }
    if (this.#labelled.has(row)) {
      this.#labels.again += 1
      return 'again'
    }
    if (!this.#score.update(prediction, truth)) {
      this.#labels.notANumber += 1
      return 'not a number'
    }
    this.#labelled.add(row)
    this.#labels.counted += 1
    return 'counted'
  }

  acknowledge(): void {
    this.#alarm.acknowledge()
    for (const column of this.#columns) column.drift.acknowledge()
  }

  get value(): MonitorFindings {
    const findings = this.#columns.map((column) => ({ column, finding: column.drift.value }))
    const facts = this.#columns.filter((column) => column.name !== PREDICTION)
    return {
      rows: this.#numbers.rows,
      repeatedRequests: this.#repeatedRequests,
      cursor: this.#cursor,
      drift: findings.map(({ column, finding: { effect, evidence, alarm, since } }) => ({
        column: column.name,
        role: column.role,
        effect,
        evidence,
        alarm,
        since: since === null ? null : this.#numbers.numberOf(since),
      })),
      deployment: {
        evidence: this.#alarm.raised?.evidence ?? this.#evidence,
        alarm: this.#alarm.raised !== null,
        row: this.#alarm.raised?.row ?? null,
      },
      newCategories: Object.fromEntries(
        facts
          .map(({ name, newcomers }) => [name, newcomers.categories] as const)
          .filter(([, categories]) => Object.keys(categories).length > 0),
      ),
      outOfRange: Object.fromEntries(
        facts
          .filter(({ newcomers }) => newcomers.outOfRange > 0)
          .map(({ name, newcomers }) => [name, newcomers.outOfRange]),
      ),
      autocorrelation: findings.flatMap(({ column, finding: { correlation } }) =>
        correlation === null ? [] : [{ column: column.name, correlation }],
      ),
      repeatedRows: {
        share: this.#repeatedRows.share,
        reference: this.#repeatedShareOfReference,
      },
      accuracy: {
        metric: this.#score.metric,
        test: this.#score.test,
        live: this.#score.live,
        labels: { ...this.#labels },
        errors: this.#score.errors,
      },
      latency: this.#latency.value,
    }
  }

  get state(): MonitorSetState {
    return {
      schema: 1,
      deployment: this.#model.deployment,
      model: this.#model.signature.hash,
      cursor: this.#cursor,
      firstRow: this.#firstRow,
      repeatedRequests: this.#repeatedRequests,
      numbers: this.#numbers.state,
      columns: this.#columns.map(({ name, drift, newcomers }) => ({
        name,
        drift: drift.state,
        newcomers: newcomers.state,
      })),
      alarm: this.#alarm.raised,
      repeatedRows: this.#repeatedRows.state,
      latency: this.#latency.state,
      labels: { ...this.#labels },
      labelled: this.#labelled.state,
      score: this.#score.state,
    }
  }

  get #repeatedShareOfReference(): number | null {
    if (this.#numbers.rows > this.#model.reference.rows) return null
    this.#repeatedInReference ??= multiplicities(referenceRows(this.#model))
    return expectedShare(this.#repeatedInReference, this.#numbers.rows)
  }

  get #evidence(): number {
    return meanEvidence(this.#inputs.map((column) => column.drift.evidence))
  }
}

function parsed(model: MonitoredModel, state: unknown): MonitorSetState {
  const result = v.safeParse(stateSchema, state)
  const isOwn =
    result.success &&
    result.output.deployment === model.deployment &&
    result.output.model === model.signature.hash
  if (isOwn) return result.output
  throw new Problem("The monitors' snapshot of deployment {0} can't be read, or is another model's.", {
    args: [model.deployment],
    todo: 'Remove it: the monitors are made again from the request log.',
  })
}

function* referenceRows({ signature, reference }: MonitoredModel): Iterable<readonly (Value | undefined)[]> {
  const columns = signature.inputs.map(({ name }) => reference.columns[name])
  for (let row = 0; row < reference.rows; row += 1) yield columns.map((column) => column?.[row])
}
