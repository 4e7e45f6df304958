import type { Iteration } from '../iteration/record.ts'
import { Problem } from '../platform/problem.ts'
import type { Option } from './verb.ts'

export const iterationOption = {
  iteration: {
    type: 'string',
    value: 'SLUG',
    help: 'the turn, by its slug or number; without it the newest',
  },
} satisfies Record<string, Option>

/** The turn that a slug, an id or a number (1 is the first) names; the newest without a name. */
export function pickIteration(iterations: readonly Iteration[], name: string | undefined): Iteration {
  const newest = iterations.at(-1)
  if (newest === undefined)
    throw new Problem('The project has no turn yet.', { todo: 'Begin one: shiploop ship NOTEBOOK' })
  if (name === undefined) return newest
  const named = /^\d+$/.test(name)
    ? iterations[Number(name) - 1]
    : iterations.findLast((iteration) => iteration.slug === name || iteration.id === name)
  if (named === undefined)
    throw new Problem('There is no turn "{0}".', {
      args: [name],
      todo: `Turns: ${iterations.map(({ slug }, index) => `${index + 1} ${slug}`).join(', ')}.`,
    })
  return named
}
