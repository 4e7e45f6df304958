/** Where the graph begins, in lines for people. */
import { isLearned } from '../build/model/schema.ts'
import type { Begins, Iteration } from '../iteration/record.ts'

const SHOWN = 8

/** @returns nothing for a model without a graph, or one that was made before the record said where it begins */
export function beginsLines(model: Iteration['model']): string[] {
  const begins = model?.begins
  if (begins === undefined) return []
  const { tables, columns, features, why } = begins
  return [
    `takes ${few(columns)} of ${tables.join(', ')}`,
    ...(features === null ? [] : madeLines(features)),
    ...why.map((each) => `requests carry ${each.columns.join(', ')}: ${each.reason}`),
  ]
}

function madeLines({ function: by, makes, takes, rows, alone }: NonNullable<Begins['features']>): string[] {
  const shown = `equal to the notebook on ${rows} rows, on ${alone} of them one at a time`
  return makes.length === 0
    ? [`pipeline/features.py is in the graph (${shown})`]
    : [
        `${isLearned({ function: by }) ? "the notebook's own code" : 'pipeline/features.py'} makes ${few(makes)} of ${few(takes)} (${shown})`,
      ]
}

function few(names: readonly string[]): string {
  const more = names.length - SHOWN
  return more > 1 ? `${names.slice(0, SHOWN).join(', ')} and ${more} more` : names.join(', ')
}
