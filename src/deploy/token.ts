/** The bearer token of a project's server. */
import { randomBytes } from 'node:crypto'
import type { Project } from '../iteration/project.ts'
import { exists, readText, writeWhole } from '../platform/files.ts'
import { tokenFile } from './places.ts'
import type { ServerFile } from './serverFile.ts'

/** @throws Problem when it can't be read */
export async function tokenOf(file: Pick<ServerFile, 'tokenFile'>): Promise<string> {
  return (await readText(file.tokenFile, "The server's token", 'Deploy again.')).trim()
}

/** The project keeps its token, so that a program that uses the model goes on after a restart. */
export async function projectToken(project: Project): Promise<string> {
  const file = tokenFile(project)
  if (exists(file)) {
    const kept = (await readText(file, "The server's token")).trim()
    if (/^[\w-]{43}$/.test(kept)) return kept
  }
  const token = randomBytes(32).toString('base64url')
  await writeWhole(file, `${token}\n`, 0o600)
  return token
}
