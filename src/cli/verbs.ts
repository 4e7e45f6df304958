/** The verbs of the command line, in the order in which a turn uses them: each is loaded when it is asked for. */
import type { Verb } from './verb.ts'

export const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  ship: async () => (await import('./verbs/ship.ts')).ship,
  init: async () => (await import('./verbs/init.ts')).init,
  slice: async () => (await import('./verbs/slice.ts')).slice,
  export: async () => (await import('./verbs/export.ts')).exportVerb,
  run: async () => (await import('./verbs/run.ts')).run,
  install: async () => (await import('./verbs/install.ts')).install,
  deploy: async () => (await import('./verbs/deploy.ts')).deploy,
  status: async () => (await import('./verbs/status.ts')).status,
  stop: async () => (await import('./verbs/stop.ts')).stop,
  replay: async () => (await import('./verbs/replay.ts')).replay,
  feedback: async () => (await import('./verbs/feedback.ts')).feedback,
  challenge: async () => (await import('./verbs/challenge.ts')).challenge,
  measure: async () => (await import('./verbs/measure.ts')).measure,
  drift: async () => (await import('./verbs/drift.ts')).drift,
  decide: async () => (await import('./verbs/decide.ts')).decide,
  report: async () => (await import('./verbs/report.ts')).report,
  iterations: async () => (await import('./verbs/iterations.ts')).iterations,
}
