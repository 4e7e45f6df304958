/** Predictions of a model that is not served, by the server program: the only one that loads the runtime. */
import * as v from 'valibot'
import { serverProgram } from '../../platform/node.ts'
import { Problem } from '../../platform/problem.ts'
import { runProcess } from '../../platform/processes.ts'
import { toJson } from '../json.ts'
import type { Value } from '../log/logged.ts'

const answerSchema = v.object({ prediction: v.array(v.nullable(v.union([v.number(), v.string()]))) })

/**
 * @param folder `.shiploop/models/<hash>/`
 * @param rows   inputs by column name
 * @returns one prediction per row; null where the model can't answer
 */
export async function predictRows(
  folder: string,
  rows: readonly Readonly<Record<string, Value>>[],
  signal?: AbortSignal,
): Promise<(number | string | null)[]> {
  const names = new Set(rows.flatMap((row) => Object.keys(row)))
  const columns = Object.fromEntries([...names].map((name) => [name, rows.map((row) => row[name] ?? null)]))
  const { command, args, env } = await serverProgram()
  const result = await runProcess(command, [...args, '--predict', folder], {
    input: toJson({ rows: rows.length, columns }),
    env,
    ...(signal && { signal }),
  })
  if (result.code !== 0)
    throw new Problem("The model can't predict: {0}", {
      args: [result.stderr.trim().split('\n').at(-1) ?? ''],
      where: folder,
    })
  return v.parse(answerSchema, JSON.parse(result.stdout)).prediction
}
