/** The monitors of a model as the server's follower of the request log. */
import type { MakeFollower } from '../deploy/server/follower.ts'
import type { MonitoredModel } from './findings.ts'
import { hasOtherBound } from './absoluteError.ts'
import { MonitorSet } from './monitorSet.ts'

/** Makes a follower for each deployment, which goes on from a saved state where that fits. */
export function followerOf(model: Omit<MonitoredModel, 'deployment'>): MakeFollower {
  return (deployment, state) => {
    const monitored = { ...model, deployment: deployment.id }
    // Sums of errors that were clipped elsewhere can't be gone on with.
    const isAnew = state !== null && hasOtherBound(monitored, state)
    const monitors = new MonitorSet(monitored, isAnew ? undefined : (state ?? undefined))
    return {
      isAnew,
      update: (row) => monitors.update(row, row.latency === null ? {} : { latency: row.latency }),
      label: ({ label, number, prediction, truth }) =>
        void monitors.label({ number: label, row: number, prediction, truth }),
      acknowledge: () => monitors.acknowledge(),
      get state() {
        return monitors.state
      },
      get value() {
        return monitors.value
      },
    }
  }
}
