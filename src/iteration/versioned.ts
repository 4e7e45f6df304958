/** Files of Shiploop carry `schema: N`. Older ones are brought up step by step, newer ones are refused. */
import * as v from 'valibot'
import { Problem } from '../platform/problem.ts'

type Plain = Record<string, unknown>
/** `migrations[n]` turns a document of schema n into one of schema n + 1. */
export type Migrations = Readonly<Record<number, (old: Plain) => Plain>>

/**
 * Checks a document against today's schema, after bringing it up from an older version.
 *
 * @param where the file's name, for the message
 * @throws Problem that names the file and the first key that is wrong
 */
export function parseVersioned<T extends v.GenericSchema>(
  schema: T,
  current: number,
  migrations: Migrations,
  raw: unknown,
  where: string,
): v.InferOutput<T> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw new Problem('The file holds no mapping of names to values.', { where })
  let document = raw as Plain
  const written = document['schema']
  if (typeof written !== 'number' || !Number.isInteger(written))
    throw new Problem('The file lacks its schema version.', {
      where,
      todo: 'Write "schema: {0}" on its first line.',
      args: [current],
    })
  if (written > current)
    throw new Problem('The file was written by a newer Shiploop (schema {0}, this one knows {1}).', {
      args: [written, current],
      where,
      todo: 'Update Shiploop.',
    })
  for (let version = written; version < current; version += 1) {
    const migrate = migrations[version]
    if (migrate === undefined)
      throw new Problem('The file has schema {0}, which no Shiploop ever wrote.', { args: [version], where })
    document = migrate(document)
  }
  const result = v.safeParse(schema, { ...document, schema: current })
  if (result.success) return result.output
  const [issue] = result.issues
  throw new Problem('The value of "{0}" is wrong: {1}.', {
    args: [v.getDotPath(issue) ?? 'the file', lowerFirst(issue.message)],
    where,
    todo: 'Correct it; nothing was changed.',
  })
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
