import { randomBytes } from 'node:crypto'
import { constants, existsSync, statSync } from 'node:fs'
import { cp, appendFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Problem } from './problem.ts'

/** Reads a text file; a missing or unreadable file is a Problem that names it. */
export async function readText(path: string, what: string, todo?: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const reason =
      code === 'ENOENT'
        ? 'does not exist'
        : code === 'EISDIR'
          ? 'is a folder, not a file'
          : `can't be read (${code ?? 'unknown error'})`
    throw new Problem('{0} {1}.', {
      args: [what, reason],
      where: path,
      cause: error,
      todo: todo ?? todoOf(code),
    })
  }
}

function todoOf(code: string | undefined): string {
  if (code === 'EISDIR') return 'Name a file in it.'
  return code === 'ENOENT' ? 'Check the path.' : TO_BE_ALLOWED
}

const TO_BE_ALLOWED = 'Give yourself the right to read and write there, or work in a copy of the folder.'

/** A file or folder that the person has no right to, or a full disk, in their words; null for any other error. */
export function accessProblem(error: unknown, path?: string): Problem | null {
  const { code = '', path: where = path } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC')
    return new Problem('The disk is full.', {
      ...(where !== undefined && { where }),
      todo: 'Make room on it.',
      cause: error,
    })
  if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') return null
  return new Problem('Access was refused ({0}).', {
    args: [code],
    ...(where !== undefined && { where }),
    todo: TO_BE_ALLOWED,
    cause: error,
  })
}

/**
 * Writes a file so that it is either the old one or the new one, never half of each: write aside, flush, rename.
 *
 * @param mode permission bits of a new file (POSIX only; Windows ignores them)
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  await makeFolder(dirname(path))
  const aside = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    const file = await open(aside, 'wx', mode)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await renamePatiently(aside, path)
  } catch (error) {
    await rm(aside, { force: true })
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EISDIR' || code === 'ENOTDIR' || code === 'EEXIST')
      throw new Problem('A folder stands where a file should be written.', {
        where: path,
        todo: 'Move it away.',
        cause: error,
      })
    throw accessProblem({ code }, path) ?? error
  }
}

/** Makes a folder and those above it; a file in the way is a Problem that names it. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EEXIST' || code === 'ENOTDIR')
      throw new Problem('A file stands where a folder should go.', {
        where: path,
        todo: 'Move it away.',
        cause: error,
      })
    throw (
      accessProblem(error) ??
      new Problem("The folder can't be made ({0}).", {
        args: [code ?? 'unknown error'],
        where: path,
        cause: error,
      })
    )
  }
}

// Windows refuses a rename over a file that somebody has open: it is over in a moment.
async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await rename(from, to)
      return
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (
        process.platform !== 'win32' ||
        attempt >= 20 ||
        (code !== 'EPERM' && code !== 'EBUSY' && code !== 'EACCES')
      )
        throw error
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
}

/** Adds to the end of a file in one write, making it when it is missing. */
export async function appendText(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path))
  await appendFile(path, text)
}

/**
 * Adds to the end of a file that is there.
 *
 * @returns false when there is none: nothing is made anew
 */
export async function appendIfThere(path: string, text: string): Promise<boolean> {
  const file = await open(path, constants.O_WRONLY | constants.O_APPEND).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  })
  if (file === null) return false
  try {
    await file.writeFile(text)
  } finally {
    await file.close()
  }
  return true
}

/** Removes a file; one that is gone already is fine. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true, maxRetries: 20, retryDelay: 25 }) // Windows refuses while somebody has it open
}

/** Copies a folder so that the copy is whole or not there. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await makeFolder(dirname(to))
  const aside = `${to}.${randomBytes(6).toString('hex')}.tmp`
  await cp(from, aside, { recursive: true })
  await renamePatiently(aside, to)
}

/** Puts a folder in the place of another one, or of nothing. */
export async function replaceFolder(from: string, to: string): Promise<void> {
  const old = `${to}.${randomBytes(6).toString('hex')}.tmp`
  if (existsSync(to)) await renamePatiently(to, old)
  await renamePatiently(from, to)
  await removeFolder(old)
}

/** Removes a folder and all in it; one that is gone already is fine. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 25 })
}

/** Text of a file, undefined when there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    if (code === 'ENOTDIR')
      throw new Problem('A file stands where a folder should go.', {
        where: dirname(path),
        todo: 'Move it away.',
        cause: error,
      })
    throw error
  }
}

/** Whether there is a file or folder of this path. */
export function exists(path: string): boolean {
  return existsSync(path)
}

/** Size and time of change of a file, as text to compare; null for a folder or nothing. */
export async function fileStamp(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null)
  return found?.isFile() === true ? `${found.size} ${found.mtimeMs}` : null
}

/** What stays with a file as long as it lies there, and differs for another in its place; null when there is none. */
export function fileIdentity(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? null : `${found.dev} ${found.ino}`
}

/** Names in a folder, sorted; none when there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') return []
    throw new Problem("The folder can't be read ({0}).", {
      args: [code ?? 'unknown error'],
      where: folder,
      cause: error,
    })
  }
}

/** Names under which Python imports the modules and packages of a folder. */
export async function modulesIn(folder: string): Promise<string[]> {
  return (await namesIn(folder)).flatMap((name) => {
    if (name.endsWith('.py')) return [name.slice(0, -'.py'.length)]
    return /^\w+$/.test(name) && exists(join(folder, name, '__init__.py')) ? [name] : []
  })
}

/** The folder of Shiploop itself, where `python/`, `dist/` and `media/` lie: a checkout or an installed extension. */
export function installFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'python'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('The folder python/ of Shiploop is missing.')
    folder = parent
  }
  return folder
}
