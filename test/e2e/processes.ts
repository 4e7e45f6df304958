/** What runs on this machine. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface RunningProcess {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

export async function processes(): Promise<RunningProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args='], { maxBuffer: 1e8 })
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [pid, parent, ...command] = line.trim().split(/\s+/)
      return { pid: Number(pid), parent: Number(parent), command: command.join(' ') }
    })
}

/** All that a process started, and what those started. */
export async function descendants(pid: number): Promise<RunningProcess[]> {
  const all = await processes()
  const below = (parent: number): RunningProcess[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)])
  return below(pid)
}
