/** SQLite as Node brings it (`node:sqlite`), behind a guard: some builds of Node and Electron leave it out. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { Problem } from './problem.ts'

export type Database = DatabaseSync
export type Statement = StatementSync

/** How much an answered commit survives: `normal` a kill of the process, `full` also a power cut. */
export type Durability = 'normal' | 'full'

const BUSY_MILLISECONDS = 5_000

/**
 * Opens a database for writing, in WAL mode: others read it at the same time.
 *
 * @throws Problem when this Node has no SQLite, or the file is none
 */
export function openForWriting(path: string, durability: Durability): Database {
  return opening(path, () => {
    const database = new (sqlite().DatabaseSync)(path, { timeout: BUSY_MILLISECONDS })
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durability.toUpperCase()}`)
    return database
  })
}

/**
 * Opens an existing database for reading, whether or not another process writes to it.
 *
 * @throws Problem when this Node has no SQLite, or the file is none
 */
export function openForReading(path: string): Database {
  return opening(path, () => {
    const database = new (sqlite().DatabaseSync)(path, { readOnly: true, timeout: BUSY_MILLISECONDS })
    database.prepare('SELECT count(*) FROM sqlite_schema').get() // a file that is no database says so here
    return database
  })
}

/** A file held by this process alone. */
interface Hold {
  release(): void
}

/**
 * Takes a file for this process alone, until it is released or the process ends, however it ends: the operating
 * system lets go of the lock even after SIGKILL, so there is no stale holder to judge.
 *
 * @param patience milliseconds to wait while another process holds it
 * @returns null when another process holds it
 */
export function holdFile(path: string, patience = 0): Hold | null {
  return opening(path, () => {
    const database = new (sqlite().DatabaseSync)(path, { timeout: patience })
    try {
      database.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
      return { release: () => database.close() }
    } catch (error) {
      database.close()
      if (errorCode(error) === BUSY) return null
      throw error
    }
  })
}

/**
 * Whether another process (or this one) holds a file that exists. Asking does not get in the way of others who ask. Where
 * there is no SQLite to ask with, nobody is seen to hold it.
 */
export function isHeld(path: string): boolean {
  if (builtIn() === undefined) return false
  return opening(path, () => {
    const database = new (sqlite().DatabaseSync)(path, { readOnly: true, timeout: 0 })
    try {
      database.prepare('SELECT count(*) FROM sqlite_schema').get()
      return false
    } catch (error) {
      if (errorCode(error) === BUSY) return true
      throw error
    } finally {
      database.close()
    }
  })
}

// SQLite's own result codes (sqlite.org/rescode.html).
const BUSY = 5
const READ_ONLY = 8
const READ_WRITE_FAILED = 10
const CANNOT_OPEN = 14
const NO_DATABASE = 26

function errorCode(error: unknown): number | undefined {
  // The lowest byte: above it stands the kind of failure.
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined
}

// A missing built-in is undefined here; an import of it would end the program before it could say why.
function builtIn(): typeof import('node:sqlite') | undefined {
  return process.getBuiltinModule('node:sqlite')
}

function sqlite(): typeof import('node:sqlite') {
  const module = builtIn()
  if (module === undefined)
    throw new Problem('The program that runs Shiploop (Node {0}) has no SQLite for the request log.', {
      args: [process.versions.node],
      todo: 'Install Node 22.13 or newer, so that "node" is found on the PATH.',
    })
  return module
}

function opening<T>(path: string, open: () => T): T {
  try {
    return open()
  } catch (error) {
    const code = errorCode(error)
    if (code === NO_DATABASE)
      throw new Problem('The file is no SQLite database.', {
        where: path,
        todo: 'Move it away.',
        cause: error,
      })
    if (code === READ_ONLY || code === CANNOT_OPEN || code === READ_WRITE_FAILED)
      // The last for a folder; readers write too, into the file beside it that they share with the writer.
      throw new Problem("The database can't be opened.", {
        where: path,
        todo: 'See that it is a file, in a folder that you may write to.',
        cause: error,
      })
    throw error
  }
}
