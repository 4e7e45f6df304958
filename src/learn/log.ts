import { RequestLog } from '../deploy/log/log.ts'
import type { Project } from '../iteration/project.ts'
import { exists } from '../platform/files.ts'

/** Reads the project's request log and closes it; `work` gets null before the first deployment. */
export async function withLog<T>(project: Project, work: (log: RequestLog | null) => Promise<T>): Promise<T> {
  if (!exists(project.database)) return work(null)
  const log = RequestLog.open(project.database)
  try {
    return await work(log)
  } finally {
    log.close()
  }
}
