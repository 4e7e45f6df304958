/** How the server answers: exactly this JSON, and one sentence for what went wrong. */
import type { FastifyReply } from 'fastify'
import { JSON_LENGTH_HEADER } from './binary.ts'
import { tooLarge } from './body.ts'
import { toJson } from '../json.ts'
import { Refusal } from './refusal.ts'

/** What the person is told of a failure. A bug stays in the server's log. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 413) return tooLarge()
  if (status < 500 && error instanceof Error) return new Refusal(status, error.message)
  return new Refusal(500, 'The server failed to answer; the reason is in .shiploop/server.log.')
}

// Exactly this: a client of KServe shows an error only then. A Buffer keeps Fastify from adding a charset.
export const JSON_TYPE = 'application/json'

/** Sends a content as JSON. */
export function answer(reply: FastifyReply, content: unknown, status = 200): FastifyReply {
  return reply
    .code(status)
    .header('content-type', JSON_TYPE)
    .send(Buffer.from(toJson(content)))
}

/** Sends JSON with the raw values of tensors behind it, as the binary extension of the protocol has it. */
export function binaryAnswer(reply: FastifyReply, content: unknown, values: Buffer): FastifyReply {
  const json = Buffer.from(toJson(content))
  return reply
    .header('content-type', 'application/octet-stream')
    .header(JSON_LENGTH_HEADER, json.length)
    .send(Buffer.concat([json, values]))
}
