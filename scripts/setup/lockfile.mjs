// Whether node_modules holds what package-lock.json says: npm leaves its own record of what it put there.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** True when every package of the lock (optional ones of other platforms aside) lies there in its version. */
export function isInstalled(folder) {
  const record = join(folder, 'node_modules/.package-lock.json')
  if (!existsSync(record)) return false
  const wanted = packagesOf(join(folder, 'package-lock.json'))
  const there = packagesOf(record)
  return (
    Object.entries(wanted).every(
      ([path, { version, optional }]) =>
        path === '' || (optional && !there[path]) || there[path]?.version === version,
    ) && Object.keys(there).every((path) => path in wanted)
  )
}

function packagesOf(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages
}
