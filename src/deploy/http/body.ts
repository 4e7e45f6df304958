/** The body of a request: decompressed, bounded, parsed. */
import { promisify } from 'node:util'
import { gunzip, inflate } from 'node:zlib'
import { MAX_BODY_BYTES } from './limits.ts'
import { Refusal } from './refusal.ts'

const DECODERS = { gzip: promisify(gunzip), deflate: promisify(inflate) }

/**
 * The bytes as they were before compression. The limit counts here: a small body can unfold to gigabytes.
 *
 * @throws Refusal 413 or 415
 */
export async function plainBody(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  const name = (encoding ?? 'identity').trim().toLowerCase()
  if (name === 'identity') return body
  if (name !== 'gzip' && name !== 'deflate')
    throw new Refusal(415, `The content encoding ${JSON.stringify(name)} is not known; gzip and deflate are.`)
  try {
    return await DECODERS[name](body, { maxOutputLength: MAX_BODY_BYTES })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw new Refusal(400, `The body is no valid ${name} data.`)
  }
}

/** What a body beyond the limit is answered, compressed or not. */
export function tooLarge(): Refusal {
  return new Refusal(413, `A body may have at most ${MAX_BODY_BYTES / 1024 / 1024} MB, decompressed.`)
}

/** Some clients send no content type at all; one that says something else than JSON means something else. */
export function checkContentType(contentType: string | undefined): void {
  const media = contentType?.split(';')[0]?.trim().toLowerCase()
  if (media !== undefined && media !== '' && media !== 'application/json')
    throw new Refusal(
      415,
      `The content type ${JSON.stringify(media)} is not understood; send application/json.`,
    )
}

/** @throws Refusal 400 when it is no JSON in UTF-8 */
export function parseBody(body: Buffer): unknown {
  let text
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new Refusal(400, 'The body is no UTF-8 text.')
  }
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new Refusal(400, `The body is no JSON: ${error instanceof Error ? error.message : ''}.`)
  }
}

/** A JSON object as a map: its keys may be called `__proto__` or `toString`. @throws Refusal 400 when it is none */
export function objectOf(value: unknown, what: string): Map<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(400, `${what} must be a JSON object.`)
  return new Map(Object.entries(value))
}
