/** The one message that a server sends to whoever started it. */
import * as v from 'valibot'
import { Problem } from '../../platform/problem.ts'

export const beginningSchema = v.variant('kind', [
  /** It serves, and `server.json` says where. */
  v.object({ kind: v.literal('ready'), instance: v.string() }),
  /** Another server of the project lives; this one has ended. */
  v.object({ kind: v.literal('claimed') }),
  /** It can't serve; this is why. */
  v.object({
    kind: v.literal('problem'),
    template: v.string(),
    args: v.array(v.union([v.string(), v.number()])),
    where: v.nullable(v.string()),
    todo: v.nullable(v.string()),
  }),
])
export type BeginningMessage = v.InferOutput<typeof beginningSchema>

/** A problem as it goes through the pipe. */
export function problemMessage(problem: Problem): BeginningMessage {
  return {
    kind: 'problem',
    template: problem.template,
    args: [...problem.args],
    where: problem.where ?? null,
    todo: problem.todo ?? null,
  }
}

/** The problem that came through the pipe. */
export function problemOf(message: Extract<BeginningMessage, { kind: 'problem' }>): Problem {
  return new Problem(message.template, {
    args: message.args,
    ...(message.where !== null && { where: message.where }),
    ...(message.todo !== null && { todo: message.todo }),
  })
}
