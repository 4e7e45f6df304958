// Finds a Node that is new enough. Plain JavaScript without dependencies: it also runs on Node 20.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** `node:sqlite` is there without a flag since 22.13. */
export const TO_RUN = [22, 13]
/** TypeScript runs from source without a flag since 22.18. */
export const TO_BUILD = [22, 18]

/** Where the set-up puts the Node that it brings. */
export const toolNode = join(
  root,
  '.tools/node/node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)

/**
 * The first Node that is at least `minimum`: this one, the one that the set-up brought, the one on the PATH.
 *
 * @param {number[]} minimum major and minor version
 * @returns {string | undefined} its path, or undefined when there is none
 */
export function findNode(minimum) {
  if (isAtLeast(process.versions.node, minimum)) return process.execPath
  return [toolNode, 'node'].find((path) => {
    if (path !== 'node' && !existsSync(path)) return false
    const asked = spawnSync(path, ['--version'], { encoding: 'utf8' })
    return asked.status === 0 && isAtLeast(asked.stdout.trim().slice(1), minimum)
  })
}

function isAtLeast(version, [major, minor]) {
  const [ownMajor, ownMinor] = version.split('.').map(Number)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}
