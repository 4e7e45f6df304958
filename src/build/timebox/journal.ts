/** `.shiploop/timebox.jsonl`: what happened in the time boxes of a project, one JSON object a line, only ever appended. */
import { join } from 'node:path'
import * as v from 'valibot'
import type { Project } from '../../iteration/project.ts'
import { appendIfThere, appendText, exists, readText } from '../../platform/files.ts'

const moment = v.number()
const minutes = v.pipe(v.number(), v.gtValue(0))

const entrySchema = v.variant('kind', [
  v.object({ schema: v.literal(1), kind: v.literal('start'), at: moment, minutes }),
  v.object({ schema: v.literal(1), kind: v.literal('extend'), at: moment, minutes, reason: v.string() }),
  v.object({ schema: v.literal(1), kind: v.literal('stop'), at: moment }),
  v.object({ schema: v.literal(1), kind: v.literal('tick'), at: moment }),
  v.object({
    schema: v.literal(1),
    kind: v.literal('active'),
    from: moment,
    to: moment,
    cell: v.nullable(v.string()),
  }),
])
export type Entry = v.InferOutput<typeof entrySchema>
type Unversioned<T> = T extends unknown ? Omit<T, 'schema'> : never
export type NewEntry = Unversioned<Entry>

/** `.shiploop/timebox.jsonl`: an entry a line. */
export function journalFile(project: Project): string {
  return join(project.state, 'timebox.jsonl')
}

/** Appends entries. Several windows may do so at once: each entry is one short write. */
export async function append(project: Project, entries: readonly NewEntry[]): Promise<void> {
  await appendText(journalFile(project), linesOf(entries))
}

/** Appends to a journal that is there. One that was removed, maybe with its project, is not made anew by a running box. */
export async function appendToRunning(project: Project, entries: readonly NewEntry[]): Promise<void> {
  await appendIfThere(journalFile(project), linesOf(entries))
}

function linesOf(entries: readonly NewEntry[]): string {
  // A line begins with its line break: what a crash cut off spoils no line but its own.
  return entries.map((entry) => `\n${JSON.stringify({ schema: 1, ...entry })}`).join('')
}

/** Entries in the order in which they were written; none where no box ever ran. */
export async function readJournal(project: Project): Promise<Entry[]> {
  const file = journalFile(project)
  return exists(file) ? parseJournal(await readText(file, 'The time journal')) : []
}

/** Entries in the order of the file. A line that a crash cut off is passed over. */
function parseJournal(text: string): Entry[] {
  return text.split('\n').flatMap((line) => {
    const parsed = v.safeParse(entrySchema, json(line))
    return parsed.success ? [parsed.output] : []
  })
}

function json(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return null
  }
}
