/** Copies of a person's folder in which code may write as it likes. */
import { constants, type Dirent } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, realpath, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Problem } from './problem.ts'

interface Scratch {
  /** The copy of the folder. */
  readonly folder: string
  remove(): Promise<void>
}

/** Folders that hold no data of a notebook. */
const LEFT_OUT = new Set([
  '.git',
  '.dvc',
  '.ipynb_checkpoints',
  '.shiploop',
  '.venv',
  '__pycache__',
  'node_modules',
  'venv',
])

const LIMIT = 4e9
/** Of what lies above the folder and is copied, altogether. */
const LIMIT_ABOVE = 5e8

/** What is copied of a folder, and how much of it there was so far. */
interface Copying {
  readonly whole: string
  readonly most: number
  bytes: number
  readonly signal: AbortSignal | undefined
}

/** What code in a folder may reach of the folders above it. */
export interface Above {
  /** How many of them it reaches by `..`. */
  readonly levels: number
  /** What it may name: an entry of such a name may be written to. */
  readonly words: ReadonlySet<string>
}

/**
 * Copies a folder, by reference where the file system can, into a temporary one.
 *
 * @param above what must be reachable by `..`: entries that may be written to are copied up to 500 MB, the others linked
 * @throws Problem when the folder is larger than 4 GB
 */
export async function scratchCopy(folder: string, above: Above, signal?: AbortSignal): Promise<Scratch> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'shiploop-')))
  const remove = () => rm(root, { recursive: true, force: true, maxRetries: 5 })
  try {
    const parents = foldersAbove(folder).slice(0, above.levels).reverse()
    const taking: Copying = { whole: dirname(folder), most: LIMIT_ABOVE, bytes: 0, signal }
    let place = root
    for (const [at, parent] of parents.entries()) {
      const next = parents[at + 1] ?? folder
      await takeAll(parent, place, basename(next), above.words, taking)
      place = join(place, basename(next))
      await mkdir(place)
    }
    const copy = parents.length === 0 ? join(root, basename(folder) || 'folder') : place
    await mkdir(copy, { recursive: true })
    await copyAll(folder, copy, { whole: folder, most: LIMIT, bytes: 0, signal })
    return { folder: copy, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** From the nearest to the root. */
function foldersAbove(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [] : [parent, ...foldersAbove(parent)]
}

async function takeAll(
  from: string,
  to: string,
  except: string,
  words: ReadonlySet<string>,
  copying: Copying,
): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.name === except || LEFT_OUT.has(entry.name)) continue
    const left = copying.most - copying.bytes
    if (words.has(entry.name) && (await sizeOf(entry, from, left)) <= left) {
      await copyEntry(entry, from, to, copying)
      continue
    }
    const target = join(from, entry.name)
    // Junctions need no privilege on Windows; links to files do, and are left out there.
    if (process.platform !== 'win32') await symlink(target, join(to, entry.name))
    else if (entry.isDirectory()) await symlink(target, join(to, entry.name), 'junction')
  }
}

/** Bytes of a file, or of all in a folder; as soon as there are more than `most`, that many. */
async function sizeOf(entry: Dirent, within: string, most: number): Promise<number> {
  const path = join(within, entry.name)
  if (entry.isFile()) return (await stat(path)).size
  if (!entry.isDirectory() || LEFT_OUT.has(entry.name)) return 0
  let bytes = 0
  for (const each of await readdir(path, { withFileTypes: true })) {
    bytes += await sizeOf(each, path, most - bytes)
    if (bytes > most) break
  }
  return bytes
}

async function copyAll(from: string, to: string, copying: Copying): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) await copyEntry(entry, from, to, copying)
}

async function copyEntry(entry: Dirent, from: string, to: string, copying: Copying): Promise<void> {
  copying.signal?.throwIfAborted()
  const source = join(from, entry.name)
  const target = join(to, entry.name)
  if (entry.isDirectory()) {
    if (LEFT_OUT.has(entry.name)) return
    await mkdir(target)
    await copyAll(source, target, copying)
  } else if (entry.isFile()) {
    copying.bytes += (await stat(source)).size
    if (copying.bytes > copying.most)
      throw new Problem('The folder of the notebook holds more than 4 GB, too much to copy for a run.', {
        where: copying.whole,
        todo: 'Move data that the notebook does not need elsewhere.',
      })
    await copyFile(source, target, constants.COPYFILE_FICLONE)
  } else if (entry.isSymbolicLink()) await symlink(await realpath(source), target).catch(() => undefined)
}
