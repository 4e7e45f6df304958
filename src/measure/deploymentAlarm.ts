import * as v from 'valibot'
import { EVIDENCE_NEEDED } from './drift/evidence.ts'

export const deploymentAlarmStateSchema = v.nullable(
  v.object({
    /** Row (from 1, since the deployment began) at which the alarm was raised. */
    row: v.number(),
    /** The most evidence since then. */
    evidence: v.number(),
  }),
)
type DeploymentAlarmState = v.InferOutput<typeof deploymentAlarmStateSchema>

/** The alarm of a whole deployment: the mean evidence of the graph's input columns has reached 20, once. */
export class DeploymentAlarm {
  #raised: DeploymentAlarmState

  constructor(state: DeploymentAlarmState = null) {
    this.#raised = state
  }

  /** Row (from 1) at which it was raised and the most evidence since then; null without an alarm. */
  get raised(): DeploymentAlarmState {
    return this.#raised
  }

  update(evidence: number, row: number): void {
    if (this.#raised === null && evidence >= EVIDENCE_NEEDED) this.#raised = { row, evidence }
    else if (this.#raised !== null && evidence > this.#raised.evidence)
      this.#raised = { ...this.#raised, evidence }
  }

  acknowledge(): void {
    this.#raised = null
  }
}

/** Mean evidence; 1 (none) without columns. */
export function meanEvidence(columns: readonly number[]): number {
  return columns.length === 0 ? 1 : columns.reduce((sum, evidence) => sum + evidence, 0) / columns.length
}
