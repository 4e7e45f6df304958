/** The server's HTTP side: Open Inference Protocol v2 (REST), rows, feedback, and what the command line and editor ask. */
import { createHash, randomUUID } from 'node:crypto'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import * as v from 'valibot'
import type { StatusAnswer } from './answers.ts'
import { JSON_LENGTH_HEADER, splitBody, type BinaryTail } from './binary.ts'
import { checkContentType, objectOf, parseBody, plainBody } from './body.ts'
import type { CheckedRow } from './columns.ts'
import { parseFeedback } from './feedback.ts'
import { checkAddressee, checkToken } from './guards.ts'
import { inferAnswer, parseInfer, type InferAnswer } from './inferRoute.ts'
import { MAX_BODY_BYTES } from './limits.ts'
import type { RequestEntry } from '../log/logWriter.ts'
import { modelMetadata } from './metadata.ts'
import { Refusal } from './refusal.ts'
import { answer, binaryAnswer, JSON_TYPE, refusalOf } from './reply.ts'
import { parseRows, requestId, rowsAnswer } from './rowsRoute.ts'
import type { Answered, Service } from '../server/service.ts'

/** What the HTTP side is made from. */
interface HttpParts {
  readonly service: Service
  /** Repeated by the health answer. */
  readonly instance: string
  readonly version: string
  readonly token: string
  /** Lower-case values of Host that are this server; asked at each request, since the port is known late. */
  readonly hosts: () => ReadonlySet<string>
  readonly status: () => StatusAnswer
  readonly acknowledge: () => Promise<void>
  readonly addShadow: (hash: string, name: string) => Promise<void>
  /** Begins to stop; the answer is sent first. */
  readonly stop: () => void
  readonly isStopping: () => boolean
  /** A request for predictions or with labels came: the idle limit begins anew. */
  readonly active: () => void
}

/** All routes, guarded and bounded; it does not listen yet. */
export function httpServer(parts: HttpParts): FastifyInstance {
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
    clientErrorHandler(error, socket) {
      if (!socket.writable) return
      const body = JSON.stringify({ error: `This is no HTTP request: ${error.code}.` })
      socket.end(
        `HTTP/1.1 400 Bad Request\r\nContent-Type: ${JSON_TYPE}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      )
    },
  })
  // Bodies come as they are: a predict request that can't be read is logged too.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })
  app.addHook('onRequest', (request, _reply, done) => {
    checkAddressee(request.raw.rawHeaders, parts.hosts())
    if (!WITHOUT_TOKEN.has(request.routeOptions.url ?? '')) checkToken(request.raw.rawHeaders, parts.token)
    done()
  })
  app.setErrorHandler((error, _request, reply) => {
    const refusal = refusalOf(error)
    if (refusal.status >= 500) console.error(error)
    return answer(reply, { error: refusal.message }, refusal.status)
  })
  app.setNotFoundHandler((request, reply) =>
    answer(reply, { error: `There is nothing at ${request.method} ${request.url.slice(0, 200)}.` }, 404),
  )
  addProtocol(app, parts)
  addControl(app, parts)
  return app
}

/** Whether it lives is no secret, and asked before the token is sent: another program may have the port by now. */
const WITHOUT_TOKEN = new Set(['/v2/health/live', '/v2/health/ready'])

function addProtocol(app: FastifyInstance, parts: HttpParts): void {
  const { service } = parts
  const { model } = service
  app.get('/v2/health/live', (_request, reply) => answer(reply, { live: true, instance: parts.instance }))
  app.get('/v2/health/ready', (_request, reply) =>
    answer(reply, { ready: !parts.isStopping() }, parts.isStopping() ? 503 : 200),
  )
  app.get('/v2', (_request, reply) =>
    answer(reply, { name: 'shiploop', version: parts.version, extensions: ['binary_tensor_data'] }),
  )
  app.get<Named>('/v2/models/:model', (request, reply) => {
    checkModel(service, request)
    return answer(reply, modelMetadata(model))
  })
  app.get<Named>('/v2/models/:model/ready', (request, reply) => {
    checkModel(service, request)
    return answer(reply, { name: model.signature.model, ready: true })
  })
  app.post<Named>('/v2/models/:model/rows', (request, reply) => {
    checkModel(service, request)
    parts.active()
    return predicted(parts, request, reply, 'rows', (body) => ({
      rows: parseRows(model.signature, body),
      write: (id, answered) => ({ json: rowsAnswer(model.signature, id, answered), tail: null }),
    }))
  })
  app.post<Named>('/v2/models/:model/infer', (request, reply) => {
    checkModel(service, request)
    parts.active()
    return predicted(parts, request, reply, 'infer', (body, binary) => {
      const { rows, outputs } = parseInfer(model, body, binary)
      return { rows, write: (id, answered) => inferAnswer(model, id, answered, outputs) }
    })
  })
  app.post<Named>('/v2/models/:model/feedback', async (request, reply) => {
    checkModel(service, request)
    parts.active()
    return answer(reply, await service.feedback(parseFeedback(await jsonBody(request)), new Date()))
  })
}

const shadowSchema = v.strictObject({
  model: v.string(),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
})

function addControl(app: FastifyInstance, parts: HttpParts): void {
  app.get('/shiploop/status', (_request, reply) => answer(reply, parts.status()))
  app.post('/shiploop/acknowledge', async (_request, reply) => {
    await parts.acknowledge()
    return answer(reply, {})
  })
  app.post('/shiploop/shadows', async (request, reply) => {
    const parsed = v.safeParse(shadowSchema, await jsonBody(request))
    if (!parsed.success) throw new Refusal(400, 'The request must be {"model": its hash, "name": text}.')
    await parts.addShadow(parsed.output.model, parsed.output.name)
    return answer(reply, {})
  })
  app.post('/shiploop/stop', (_request, reply) => {
    reply.raw.once('close', parts.stop)
    return answer(reply, {})
  })
}

interface Named {
  Params: { model: string }
}

interface Parsed {
  readonly rows: readonly CheckedRow[]
  readonly write: (id: string, rows: readonly Answered[]) => InferAnswer
}

/** A request for predictions, from its bytes to its answer; also one that fails is in the log before the answer. */
async function predicted(
  parts: HttpParts,
  request: FastifyRequest,
  reply: FastifyReply,
  kind: RequestEntry['kind'],
  parse: (body: ReadonlyMap<string, unknown>, binary: BinaryTail) => Parsed,
): Promise<FastifyReply> {
  const raw = bytesOf(request)
  let entry: RequestEntry = {
    id: randomUUID(),
    named: false,
    kind,
    payloadHash: hashOf(raw),
    received: new Date(),
    arrived: performance.now() - reply.elapsedTime,
  }
  try {
    if (parts.isStopping()) throw new Refusal(503, 'The server is stopping.')
    const binaryHeader = request.headers[JSON_LENGTH_HEADER]
    if (binaryHeader === undefined) checkContentType(request.headers['content-type'])
    const plain = await plainBody(raw, request.headers['content-encoding'])
    const { json, tail } = splitBody(plain, binaryHeader?.toString())
    const body = objectOf(parseBody(json), 'The body')
    const id = requestId(body)
    entry = { ...entry, id: id ?? entry.id, named: id !== null, payloadHash: hashOf(plain) }
    const { rows, write } = parse(body, tail)
    const { json: content, tail: values } = write(entry.id, await parts.service.predict(entry, rows))
    return await (values === null ? answer(reply, content) : binaryAnswer(reply, content, values))
  } catch (error) {
    const refusal = refusalOf(error)
    await parts.service.refuse(entry, refusal)
    throw error
  }
}

async function jsonBody(request: FastifyRequest): Promise<unknown> {
  checkContentType(request.headers['content-type'])
  return parseBody(await plainBody(bytesOf(request), request.headers['content-encoding']))
}

function bytesOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}

function checkModel(service: Service, request: FastifyRequest<Named>): void {
  const { model } = service.model.signature
  if (request.params.model !== model)
    throw new Refusal(
      404,
      `No model ${JSON.stringify(request.params.model)} is served here, only "${model}".`,
    )
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
