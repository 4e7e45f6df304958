/** The verbs of the command line, in the order in which a turn uses them. */
import type { Verb } from './verb.ts'
import { decide } from './verbs/decide.ts'
import { init } from './verbs/init.ts'
import { iterations } from './verbs/iterations.ts'
import { report } from './verbs/report.ts'
import { slice } from './verbs/slice.ts'

export const verbs: Readonly<Record<string, Verb>> = { init, slice, iterations, decide, report }
