/** One exclusive lock per project, shared by every window and command line on this machine. */
import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from './files.ts'
import { Problem } from './problem.ts'
import { isAlive } from './processes.ts'

const HEARTBEAT_MS = 2_000
/** A holder that lives beats every two seconds; after this it is gone, or the machine slept and it lost its turn. */
const STALE_MS = 20_000

interface Holder {
  readonly id: string
  readonly pid: number
  /** What it does, for the message to others: `export`. */
  readonly work: string
}

/** Whoever holds the lock file and lives; null when nobody does. */
export async function holderNow(path: string): Promise<Pick<Holder, 'pid' | 'work'> | null> {
  const holder = await holderOf(path)
  return holder === null || (await isStale(path, holder)) ? null : { pid: holder.pid, work: holder.work }
}

/**
 * Runs `work` while holding the lock file.
 *
 * @throws Problem when somebody else holds it, naming what they do
 */
export async function withLock<T>(path: string, what: string, work: () => Promise<T>): Promise<T> {
  await makeFolder(dirname(path))
  const me: Holder = { id: randomUUID(), pid: process.pid, work: what }
  await take(path, me)
  const heartbeat = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(() => undefined) // taken away: noticed when it is released
  }, HEARTBEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    if ((await holderOf(path))?.id === me.id) await rm(path, { force: true })
    // Work that failed before it wrote anything leaves no empty folder.
    await rmdir(dirname(path)).catch(() => undefined)
  }
}

async function take(path: string, me: Holder): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(path, JSON.stringify(me), { flag: 'wx' })
      return
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EEXIST' && code !== 'ENOENT') throw error
      // Another holder just removed the folder that was empty without its lock.
      if (code === 'ENOENT') {
        await makeFolder(dirname(path))
        continue
      }
    }
    const holder = await holderOf(path)
    if (!(await isStale(path, holder)))
      throw new Problem('The project is busy: {0} is running (process {1}).', {
        args: [holder?.work ?? 'another command', holder?.pid ?? '?'],
        where: dirname(dirname(path)),
        todo: 'Wait for it, or cancel it, and try again.',
      })
    // Of two that find it stale, the slower one may move the faster one's new lock: it gives that back.
    const aside = `${path}.${me.id}`
    const moved = await rename(path, aside).then(
      () => true,
      () => false,
    )
    if (moved && (await holderOf(aside))?.id !== holder?.id) await rename(aside, path)
    else await rm(aside, { force: true })
  }
  throw new Problem("The project's lock can't be taken.", { where: path, todo: 'Try again.' })
}

async function holderOf(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder
  } catch {
    return null // just released, or just being written
  }
}

async function isStale(path: string, holder: Holder | null): Promise<boolean> {
  const age = await stat(path).then(
    (file) => Date.now() - file.mtimeMs,
    () => Infinity,
  )
  if (age > STALE_MS) return true
  return holder !== null && !isAlive(holder.pid)
}
