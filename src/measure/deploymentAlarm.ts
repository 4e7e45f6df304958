import * as v from 'valibot'
import { EVIDENCE_NEEDED } from './drift/evidence.ts'

/** Row (from 1, since the deployment began) at which the alarm was raised; null without one. */
export const deploymentAlarmStateSchema = v.nullable(v.number())

/** The alarm of a whole deployment: the mean evidence of the graph's input columns has reached 20, once. */
export class DeploymentAlarm {
  #row: number | null

  constructor(row: number | null = null) {
    this.#row = row
  }

  get row(): number | null {
    return this.#row
  }

  update(evidence: number, row: number): void {
    if (this.#row === null && evidence >= EVIDENCE_NEEDED) this.#row = row
  }

  acknowledge(): void {
    this.#row = null
  }
}

/** Mean evidence; 1 (none) without columns. */
export function meanEvidence(columns: readonly number[]): number {
  return columns.length === 0 ? 1 : columns.reduce((sum, evidence) => sum + evidence, 0) / columns.length
}
