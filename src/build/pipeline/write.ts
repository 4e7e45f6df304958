/** Writes generated files without ever losing what a person changed in them. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { createTwoFilesPatch } from 'diff'
import * as v from 'valibot'
import { parseVersioned } from '../../iteration/versioned.ts'
import { readIfThere, removeFile, writeWhole } from '../../platform/files.ts'

/** A file that a person changed since it was generated, and that would be generated otherwise now. */
export interface Conflict {
  /** Relative to the project's folder. */
  readonly file: string
  /** Unified diff from the person's file to the new one. */
  readonly diff: string
}

/** What happens to changed files: the person's stays, the new one replaces it, or stands beside it as `NAME.new`. */
export type Choices = 'keep mine' | 'take new' | 'write beside'

export interface Written {
  readonly files: readonly {
    readonly file: string
    readonly state: 'written' | 'unchanged' | 'kept' | 'beside'
  }[]
  readonly conflicts: readonly Conflict[]
}

const generatedSchema = v.object({
  schema: v.literal(1),
  /** sha256 of each file as it was generated, by path relative to the project's folder. */
  files: v.record(v.string(), v.string()),
})

/**
 * Writes those files that nobody changed. For the others: what `choice` says, and their diff.
 *
 * @param folder   of the project
 * @param memory   file that remembers what was generated
 * @param contents by path relative to the project's folder
 */
export async function writeGenerated(
  folder: string,
  memory: string,
  contents: ReadonlyMap<string, string>,
  choice: Choices = 'keep mine',
): Promise<Written> {
  const known = await readMemory(memory)
  const generated: Record<string, string> = {}
  const files: Written['files'][number][] = []
  const conflicts: Conflict[] = []
  for (const [file, content] of contents) {
    const path = join(folder, file)
    const current = await readIfThere(path)
    const changed = current !== undefined && current !== content && known[file] !== hashOf(current)
    if (changed && choice !== 'take new') {
      conflicts.push({
        file,
        diff: createTwoFilesPatch(`${file} (yours)`, `${file} (new)`, current, content),
      })
      if (choice === 'write beside') await writeWhole(`${path}.new`, content)
      files.push({ file, state: choice === 'write beside' ? 'beside' : 'kept' })
      if (known[file] !== undefined) generated[file] = known[file]
      continue
    }
    if (current !== content) await writeWhole(path, content)
    files.push({ file, state: current === content ? 'unchanged' : 'written' })
    generated[file] = hashOf(content)
  }
  await removeLeftovers(folder, known, contents)
  await writeWhole(memory, `${JSON.stringify({ schema: 1, files: generated }, null, 2)}\n`)
  return { files, conflicts }
}

/** A stage that is gone leaves no script behind, unless a person changed it. */
async function removeLeftovers(
  folder: string,
  known: Readonly<Record<string, string>>,
  contents: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [file, hash] of Object.entries(known)) {
    if (contents.has(file)) continue
    const current = await readIfThere(join(folder, file))
    if (current !== undefined && hashOf(current) === hash) await removeFile(join(folder, file))
  }
}

async function readMemory(memory: string): Promise<Record<string, string>> {
  const text = await readIfThere(memory)
  if (text === undefined) return {}
  return parseVersioned(generatedSchema, 1, {}, JSON.parse(text) as unknown, memory).files
}

function hashOf(text: string): string {
  // Git on Windows may have changed line ends: that is no change by a person.
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')
}
