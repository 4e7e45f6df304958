import { readText } from '../platform/files.ts'
import { findInterpreter } from '../platform/interpreter.ts'
import { parseNotebook } from '../build/notebook/read.ts'
import type { Project } from '../iteration/project.ts'
import { stopwatch, type Tools } from '../learn/turn.ts'
import { textOption, type Call } from './verb.ts'

export interface Workshop {
  readonly tools: Tools
  /** Seconds of the steps so far. */
  readonly steps: Readonly<Record<string, number>>
}

/** The person's Python for this project (said when it is not named), and a report that keeps the steps' seconds. */
export async function toolsOf(call: Call, project: Project): Promise<Workshop> {
  const { python } = project.settings
  const { kernel } = parseNotebook(await readText(project.notebook, 'The notebook'), project.notebook)
  const interpreter = await findInterpreter(
    {
      asked: textOption(call.options, 'python'),
      setting: python === undefined ? undefined : { path: python, folder: project.folder },
      folder: project.notebookFolder,
      kernel,
    },
    call.signal,
  )
  call.say(`Python ${interpreter.version}: ${interpreter.path} (${interpreter.reason})`)
  const { report, steps } = stopwatch(call.report)
  return { tools: { interpreter, report, signal: call.signal }, steps }
}
