/** Who may ask: programs of this machine that hold the token. A web page in a browser is none of them. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { Refusal } from './refusal.ts'

/** What of a request decides: header names and values in turn, with duplicates, as they came (`rawHeaders`). */
type RawHeaders = readonly string[]

/** Node keeps the first of two and says nothing, or joins them: two programs may read two different requests. */
const ONCE = [
  'host',
  'authorization',
  'origin',
  'content-type',
  'content-encoding',
  'content-length',
  'transfer-encoding',
]

/**
 * @param hosts lower-case values of Host that are this server: `127.0.0.1:PORT`, `localhost:PORT` and the person's own
 * @throws Refusal with 400 or 403
 */
export function checkAddressee(raw: RawHeaders, hosts: ReadonlySet<string>): void {
  for (const name of ONCE)
    if (valuesOf(raw, name).length > 1) throw new Refusal(400, `The header ${name} came more than once.`)
  if (valuesOf(raw, 'content-length').length + valuesOf(raw, 'transfer-encoding').length > 1)
    throw new Refusal(400, 'Content-Length and Transfer-Encoding exclude each other.')
  const [host] = valuesOf(raw, 'host')
  if (host === undefined) throw new Refusal(400, 'The header Host is missing.')
  // A page of the web whose name leads to this machine (DNS rebinding) sends its own name.
  if (!hosts.has(host.toLowerCase()))
    throw new Refusal(
      403,
      `This server is not ${JSON.stringify(host)}; "serve: allowed_hosts" in shiploop.yaml adds names.`,
    )
  const [origin] = valuesOf(raw, 'origin')
  if (origin !== undefined && !isOwn(origin, hosts))
    throw new Refusal(403, `Pages of ${JSON.stringify(origin)} may not use this server.`)
}

/** @throws Refusal with 401 unless the request carries the token */
export function checkToken(raw: RawHeaders, token: string): void {
  const [header] = valuesOf(raw, 'authorization')
  const given = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1]
  if (given === undefined || !timingSafeEqual(digest(given), digest(token)))
    throw new Refusal(
      401,
      'The bearer token is missing or wrong; "shiploop status --json" names the file that holds it.',
    )
}

function isOwn(origin: string, hosts: ReadonlySet<string>): boolean {
  const [scheme, host] = origin.toLowerCase().split('://')
  return (scheme === 'http' || scheme === 'https') && host !== undefined && hosts.has(host)
}

function valuesOf(raw: RawHeaders, name: string): string[] {
  const values: string[] = []
  for (let index = 0; index + 1 < raw.length; index += 2)
    if (raw[index]!.toLowerCase() === name) values.push(raw[index + 1]!)
  return values
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
