/** Copies of a person's folder in which code may write as it likes. */
import { constants } from 'node:fs'
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

/**
 * Copies a folder, by reference where the file system can, into a temporary one.
 *
 * @param above how many folders above it must be reachable by `..`: their other entries are linked, not copied
 * @throws Problem when the folder is larger than 4 GB
 */
export async function scratchCopy(folder: string, above = 0, signal?: AbortSignal): Promise<Scratch> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'shiploop-')))
  const remove = () => rm(root, { recursive: true, force: true, maxRetries: 5 })
  try {
    const parents = foldersAbove(folder).slice(0, above).reverse()
    let place = root
    for (const [at, parent] of parents.entries()) {
      const next = parents[at + 1] ?? folder
      await linkAll(parent, place, basename(next))
      place = join(place, basename(next))
      await mkdir(place)
    }
    const copy = parents.length === 0 ? join(root, basename(folder) || 'folder') : place
    await mkdir(copy, { recursive: true })
    await copyAll(folder, copy, { bytes: 0 }, folder, signal)
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

async function linkAll(from: string, to: string, except: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.name === except || LEFT_OUT.has(entry.name)) continue
    const target = join(from, entry.name)
    // Junctions need no privilege on Windows; links to files do, and are left out there.
    if (process.platform !== 'win32') await symlink(target, join(to, entry.name))
    else if (entry.isDirectory()) await symlink(target, join(to, entry.name), 'junction')
  }
}

async function copyAll(
  from: string,
  to: string,
  size: { bytes: number },
  whole: string,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted()
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) {
      if (LEFT_OUT.has(entry.name)) continue
      await mkdir(target)
      await copyAll(source, target, size, whole, signal)
    } else if (entry.isFile()) {
      size.bytes += (await stat(source)).size
      if (size.bytes > LIMIT)
        throw new Problem('The folder of the notebook holds more than 4 GB, too much to copy for a run.', {
          where: whole,
          todo: 'Move data that the notebook does not need elsewhere.',
        })
      await copyFile(source, target, constants.COPYFILE_FICLONE)
    } else if (entry.isSymbolicLink()) await symlink(await realpath(source), target).catch(() => undefined)
  }
}
