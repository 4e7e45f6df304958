/** The verbs of the command line, in the order in which a turn uses them. */
import type { Verb } from './verb.ts'
import { challenge } from './verbs/challenge.ts'
import { decide } from './verbs/decide.ts'
import { deploy } from './verbs/deploy.ts'
import { drift } from './verbs/drift.ts'
import { exportVerb } from './verbs/export.ts'
import { feedback } from './verbs/feedback.ts'
import { init } from './verbs/init.ts'
import { iterations } from './verbs/iterations.ts'
import { measure } from './verbs/measure.ts'
import { replay } from './verbs/replay.ts'
import { report } from './verbs/report.ts'
import { run } from './verbs/run.ts'
import { ship } from './verbs/ship.ts'
import { slice } from './verbs/slice.ts'
import { status } from './verbs/status.ts'
import { stop } from './verbs/stop.ts'

export const verbs: Readonly<Record<string, Verb>> = {
  ship,
  init,
  slice,
  export: exportVerb,
  run,
  deploy,
  status,
  stop,
  replay,
  feedback,
  challenge,
  measure,
  drift,
  decide,
  report,
  iterations,
}
