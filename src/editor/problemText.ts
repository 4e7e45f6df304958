import type { Problem } from '../platform/problem.ts'
import type { Translate } from './text.ts'

/** What is wrong, what to do (where no button does it), and where, in the person's language. */
export function problemText(problem: Problem, t: Translate): string {
  const { template, args, where, remedy } = problem
  // The order of the file is one way out beside another.
  const todo = remedy === undefined || remedy.kind === 'order' ? problem.todo : undefined
  return [t(template, ...args), todo && t(todo), where && `(${placeText(where, t)})`]
    .filter(Boolean)
    .join(' ')
}

/** A cell and its line; a path is no sentence. */
function placeText(where: string, t: Translate): string {
  return /\bcell \d+/.test(where) ? t(where) : where
}
