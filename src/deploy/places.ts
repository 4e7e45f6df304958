/** Where the server of a project keeps its files, beside `project.serverFile` and `project.database`. */
import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Project } from '../iteration/project.ts'

/** Held by the server for its whole life: who can't take it knows that a server lives. */
export function claimFile(project: Project): string {
  return join(project.state, 'server.claim')
}

/** What the server program printed; the reason of a crash stands at its end. */
export function serverLog(project: Project): string {
  return join(project.state, 'server.log')
}

/**
 * The file that holds the bearer token and nothing else. On Windows, where a file's mode protects nothing, it lies in
 * the person's profile.
 */
export function tokenFile(project: Project): string {
  if (process.platform !== 'win32') return join(project.state, 'token')
  const profile = process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local')
  const name = createHash('sha256').update(project.folder.toLowerCase()).digest('hex').slice(0, 16)
  return join(profile, 'shiploop', `${name}.token`)
}
