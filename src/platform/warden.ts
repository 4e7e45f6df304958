/**
 * Ends what this program started when it can't do so itself. A program that is killed runs no handler, and what it started
 * is in groups of its own: a Python would go on computing for hours.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { dirname } from 'node:path'

/** Most children are gone before it is worth a process that watches. */
const LASTING_MILLISECONDS = 1000

/** Runs in a Node of its own: its input ends with the program that holds the other end, however that one ended. */
const WARDEN = `
const { spawnSync } = require('node:child_process')
const guarded = new Set()
require('node:readline')
  .createInterface({ input: process.stdin })
  .on('line', (line) => guarded[line[0] === '+' ? 'add' : 'delete'](Number(line.slice(1))))
  .on('close', () => {
    for (const pid of guarded)
      if (process.platform === 'win32')
        spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true })
      else
        try {
          process.kill(-pid, 'SIGKILL')
        } catch {} // it ended by itself
  })`

let warden: ChildProcess | undefined

/**
 * Has a process that lasts, and all of its group, ended with this program.
 *
 * @param pid the leader of a group; on Windows the root of a tree
 * @returns to be called once the process is gone: its number may be another's then
 */
export function endWithUs(pid: number): () => void {
  let told = false
  const timer = setTimeout(() => {
    told = true
    tell(`+${pid}`)
  }, LASTING_MILLISECONDS).unref()
  return () => {
    clearTimeout(timer)
    if (told) tell(`-${pid}`)
  }
}

function tell(line: string): void {
  warden ??= start()
  warden.stdin!.write(`${line}\n`)
}

function start(): ChildProcess {
  const child = spawn(process.execPath, ['-e', WARDEN], {
    // A folder that nobody wants to delete, which Windows refuses while a process is in it.
    cwd: dirname(process.execPath),
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    // Out of reach of Ctrl-C in the terminal.
    detached: true,
    windowsHide: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Where it can't be started or is gone, a kill leaves the child as it would without it.
  child.on('error', () => undefined)
  child.stdin.on('error', () => undefined)
  // It must keep nobody from ending.
  child.unref()
  ;(child.stdin as unknown as { unref(): void }).unref()
  return child
}
