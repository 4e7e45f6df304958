/** Rows of a table as the model takes them: what the notebook's feature code makes of raw columns is made here, where it is missing. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import * as v from 'valibot'
import { isLearned, type Signature } from '../build/model/schema.ts'
import type { Project } from '../iteration/project.ts'
import { removeFile, writeWhole } from '../platform/files.ts'
import { type Interpreter, ownScript } from '../platform/interpreter.ts'
import { Problem } from '../platform/problem.ts'
import { csvOf, type TableRow } from '../platform/table.ts'

const madeSchema = v.object({
  made: v.record(v.string(), v.array(v.nullable(v.union([v.string(), v.number(), v.boolean()])))),
  /** By row, from 0: why the notebook's code makes nothing of it. */
  refused: v.record(v.string(), v.string()),
})

export interface MadeRows {
  readonly table: readonly TableRow[]
  readonly refused: ReadonlyMap<number, string>
}

/** Who makes the columns that raw rows lack. */
export function makerOf({ features }: Signature): string {
  return features != null && isLearned(features) ? "The notebook's own code" : 'pipeline/features.py'
}

/** Columns of a request that the table lacks and pipeline/features.py can make of those that it has. */
export function missingFeatures({ features }: Signature, table: readonly TableRow[]): readonly string[] {
  const [first] = table
  if (features == null || first === undefined) return []
  const missing = features.makes.filter((name) => !Object.hasOwn(first, name))
  return features.takes.every((name) => Object.hasOwn(first, name)) ? missing : []
}

/**
 * The table with the columns that `missingFeatures` names, made by the scripts that the model was built from.
 *
 * @param model folder of the model
 * @throws Problem when the function fails on these rows
 */
export async function withFeatures(
  project: Project,
  model: string,
  { features }: Signature,
  table: readonly TableRow[],
  interpreter: Interpreter,
  where: string,
): Promise<MadeRows> {
  const { function: name, makes, takes } = features!
  const file = join(project.state, `rows-${randomBytes(6).toString('hex')}.csv`)
  await writeWhole(
    file,
    csvOf(
      takes,
      table.map((row) => takes.map((column) => row[column] ?? null)),
    ),
  )
  try {
    const result = await interpreter.run(ownScript('feature_rows.py'), {
      args: [model, name, file, ...makes],
      cwd: project.notebookFolder,
    })
    if (result.code !== 0)
      throw new Problem("The notebook's feature code fails on these rows: {0}", {
        args: [result.stderr.trimEnd().split('\n').at(-1) ?? ''],
        where,
        todo: `Compare the columns ${takes.join(', ')} with those of the notebook's own data.`,
      })
    const { made, refused } = v.parse(madeSchema, JSON.parse(result.stdout))
    return {
      table: table.map((row, at) => ({
        ...row,
        ...Object.fromEntries(Object.entries(made).map(([column, values]) => [column, values[at] ?? null])),
      })),
      refused: new Map(Object.entries(refused).map(([at, why]) => [Number(at), why])),
    }
  } finally {
    await removeFile(file)
  }
}
