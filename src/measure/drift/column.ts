/** Drift of one column: rank, bets, evidence, effect and alarm, as docs/statistics.md defines them. */
import * as v from 'valibot'
import type { Monitor } from '../monitor.ts'
import { Autocorrelation, autocorrelationStateSchema } from './autocorrelation.ts'
import { EFFECT_NEEDED, effectOf } from './effect.ts'
import { Evidence, EVIDENCE_NEEDED, evidenceStateSchema } from './evidence.ts'
import type { Ranked } from './order.ts'
import { Pool, poolStateSchema } from './pool.ts'
import { uniformAt, type Seed } from './random.ts'
import { slotOf, type Scale } from './scale.ts'
import { Trail, trailStateSchema } from './trail.ts'

export const columnStateSchema = v.object({
  pool: poolStateSchema,
  evidence: evidenceStateSchema,
  trail: trailStateSchema,
  autocorrelation: autocorrelationStateSchema,
  /** Rows of the deployment before the evidence began: 0 until alarms are acknowledged. */
  begun: v.number(),
  alarm: v.nullable(
    v.object({
      /** Row (from 1, since the deployment began) at which it was raised. */
      row: v.number(),
      /** The most evidence since then, and where the bet that led there had begun (from 0, since the deployment). */
      evidence: v.number(),
      restart: v.number(),
    }),
  ),
})
type ColumnState = v.InferOutput<typeof columnStateSchema>

/** A value to rank and the row's commit number, which seeds the breaking of ties. */
interface ColumnRow {
  readonly value: Ranked
  readonly number: number
}

interface ColumnFinding {
  readonly effect: number
  /** Now; with an alarm the most that there was: later rows grow used to the change, and the alarm stays. */
  readonly evidence: number
  readonly alarm: boolean
  /** First row (from 1, since the deployment began) that the effect speaks of; null before the first row. */
  readonly since: number | null
  /** Lag-1 correlation of the normal scores where it is strong enough to be said; else null. */
  readonly correlation: number | null
}

export class ColumnMonitor implements Monitor<ColumnRow, ColumnFinding, ColumnState> {
  readonly #scale: Scale
  readonly #seed: Seed
  readonly #pool: Pool
  readonly #trail: Trail
  readonly #autocorrelation: Autocorrelation
  #evidence: Evidence
  #begun: number
  #alarm: ColumnState['alarm']
  /** The next row (since the deployment began) at which the effect can be large enough, for one restart. */
  #nextLook = { row: 0, restart: -1 }

  constructor(scale: Scale, seed: Seed, state?: ColumnState) {
    this.#scale = scale
    this.#seed = seed
    this.#pool = new Pool(scale, state?.pool)
    this.#trail = new Trail(state?.trail)
    this.#autocorrelation = new Autocorrelation(state?.autocorrelation)
    this.#evidence = new Evidence(scale.kind, scale.bins, state?.evidence)
    this.#begun = state?.begun ?? 0
    this.#alarm = state?.alarm ?? null
  }

  update({ value, number }: ColumnRow): void {
    const slot = this.#pool.place(value)
    const p = this.#pool.rank(slot, uniformAt(this.#seed, number))
    this.#evidence.update(p, this.#pool.hitBin, this.#pool.binCounts, this.#pool.rows)
    this.#pool.add(slot)
    this.#autocorrelation.update(p)
    this.#trail.push(slotOf(this.#scale.marks, value), () => this.#oldestNeeded)
    if (this.#evidence.value < EVIDENCE_NEEDED) return
    if (this.#alarm === null) this.#lookForAlarm()
    else if (this.#evidence.value > this.#alarm.evidence) this.#raise(this.#alarm.row)
  }

  /** The alarm is taken back; the evidence begins anew at the next row, among the same pool. */
  acknowledge(): void {
    this.#begun += this.#evidence.rows
    this.#evidence = new Evidence(this.#scale.kind, this.#scale.bins)
    this.#alarm = null
    this.#nextLook = { row: 0, restart: -1 }
  }

  get evidence(): number {
    return this.#evidence.value
  }

  /** Row (from 1, since the deployment began) at which the alarm was raised; null without one. */
  get alarmRow(): number | null {
    return this.#alarm?.row ?? null
  }

  get value(): ColumnFinding {
    const restart = this.#trail.firstFrom(this.#alarm?.restart ?? this.#leadingRestart)
    const slots = this.#trail.slotsFrom(restart)
    return {
      effect: slots.length === 0 ? 0 : effectOf(this.#scale, slots).size,
      evidence: this.#alarm?.evidence ?? this.#evidence.value,
      alarm: this.#alarm !== null,
      since: slots.length === 0 ? null : restart + 1,
      correlation: this.#autocorrelation.isNoted ? this.#autocorrelation.value : null,
    }
  }

  get state(): ColumnState {
    return {
      pool: this.#pool.state,
      evidence: this.#evidence.state,
      trail: this.#trail.state,
      autocorrelation: this.#autocorrelation.state,
      begun: this.#begun,
      alarm: this.#alarm,
    }
  }

  get #leadingRestart(): number {
    return this.#begun + this.#evidence.leadingRestart
  }

  get #oldestNeeded(): number {
    return Math.min(this.#begun + this.#evidence.oldestRestart, this.#alarm?.restart ?? Infinity)
  }

  #lookForAlarm(): void {
    const restart = this.#trail.firstFrom(this.#leadingRestart)
    const rows = this.#begun + this.#evidence.rows
    if (restart === this.#nextLook.restart && rows < this.#nextLook.row) return
    const effect = effectOf(this.#scale, this.#trail.slotsFrom(restart))
    if (effect.size >= EFFECT_NEEDED) this.#raise(rows)
    else this.#nextLook = { row: rows + effect.rowsUntilNeeded, restart }
  }

  #raise(row: number): void {
    this.#alarm = { row, evidence: this.#evidence.value, restart: this.#leadingRestart }
  }
}
