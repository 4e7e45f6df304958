/** `.shiploop/server.json`: written by a server once it is ready, removed by it when it ends. */
import * as v from 'valibot'
import type { Project } from '../iteration/project.ts'
import { parseVersioned } from '../iteration/versioned.ts'
import { exists, readText, writeWhole } from '../platform/files.ts'
import { Problem } from '../platform/problem.ts'

const serverFileSchema = v.object({
  schema: v.literal(1),
  /** Made anew by each start of the server, and repeated by its health answer. */
  instance: v.string(),
  pid: v.number(),
  port: v.number(),
  /** This machine's own address: the file may come with a workspace that nobody trusts yet. */
  url: v.pipe(v.string(), v.regex(/^http:\/\/127\.0\.0\.1:\d+$/, 'an address of this machine only')),
  /** null on Windows, where only `tokenFile` holds it: this file is not protected there. */
  token: v.nullable(v.string()),
  tokenFile: v.string(),
  /** Name under which the model is served, and the hash of its graph. */
  name: v.string(),
  model: v.string(),
  deployment: v.string(),
  iteration: v.nullable(v.string()),
  started: v.string(),
})
export type ServerFile = v.InferOutput<typeof serverFileSchema>

/** @returns null when there is none. @throws Problem when it is broken */
export async function readServerFile(project: Project): Promise<ServerFile | null> {
  if (!exists(project.serverFile)) return null
  const text = await readText(project.serverFile, 'The state of the server').catch((error: unknown) => {
    if (!exists(project.serverFile)) return null // its server just ended
    throw error
  })
  return text === null
    ? null
    : parseVersioned(serverFileSchema, 1, {}, parseJson(text, project), project.serverFile)
}

/** Readable by its owner only: it holds the server's token. */
export function writeServerFile(project: Project, content: ServerFile): Promise<void> {
  return writeWhole(project.serverFile, `${JSON.stringify(content, null, 2)}\n`, 0o600)
}

function parseJson(text: string, project: Project): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new Problem('The file is no JSON.', {
      where: project.serverFile,
      todo: 'Remove it; a server that still runs ends by itself.',
      cause: error,
    })
  }
}
