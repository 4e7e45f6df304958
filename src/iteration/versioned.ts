/** Files of Shiploop carry `schema: N`. Older ones are brought up step by step, newer ones are refused. */
import * as v from 'valibot'
import { nearest } from '../platform/nearest.ts'
import { Problem } from '../platform/problem.ts'

type Plain = Record<string, unknown>
/** `migrations[n]` turns a document of schema n into one of schema n + 1. */
export type Migrations = Readonly<Record<number, (old: Plain) => Plain>>

/**
 * Checks a document against today's schema, after bringing it up from an older version.
 *
 * @param where    the file's name, for the message
 * @param examples how a person writes the value of a key, by its name at the top of the file
 * @throws Problem that names the file and the first key that is wrong
 */
export function parseVersioned<T extends v.GenericSchema>(
  schema: T,
  current: number,
  migrations: Migrations,
  raw: unknown,
  where: string,
  examples: Readonly<Record<string, string>> = {},
): v.InferOutput<T> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw new Problem('The file holds no mapping of names to values.', {
      where,
      todo: 'Restore it from git or from a copy; nothing was changed.',
    })
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
  throw wrong(result.issues[0], where, Object.keys(examples), examples)
}

/** What a person does about the first thing that does not fit. */
function wrong(
  issue: v.BaseIssue<unknown>,
  where: string,
  known: readonly string[],
  examples: Readonly<Record<string, string>>,
): Problem {
  const key = v.getDotPath(issue) ?? 'the file'
  const top = key.split('.')[0]!
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const near = nearest(key, known)
    return new Problem('There is no setting "{0}".', {
      args: near === undefined ? [key] : [key, near],
      where,
      todo:
        near === undefined
          ? 'Take it out, or correct its name; nothing was changed.'
          : 'Did you mean "{1}"? Nothing was changed.',
    })
  }
  const example = examples[top]
  const todo =
    example === undefined
      ? 'Correct it; nothing was changed.'
      : 'Write it like this: {2} (nothing was changed).'
  if (issue.received === 'undefined')
    return new Problem('The value of "{0}" is missing.', { args: [key, '', example ?? ''], where, todo })
  const found = JSON.stringify(issue.input)
  return new Problem('The value of "{0}" does not fit: {1}.', {
    args: [key, found.length > 60 ? `${found.slice(0, 60)}...` : found, example ?? ''],
    where,
    todo,
  })
}
