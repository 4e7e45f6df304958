// A stamp says from which inputs something was made: `FOLDER/.stamp` holds the hash of their contents.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.mjs'

/** Whether `folder` was made from these inputs (files and folders of the checkout) and texts, as they are now. */
export function isStamped(folder, inputs, texts = []) {
  const file = join(folder, '.stamp')
  return existsSync(file) && readFileSync(file, 'utf8') === hashOf(inputs, texts)
}

/** Says that `folder` has now been made from these inputs. */
export function stamp(folder, inputs, texts = []) {
  writeFileSync(join(folder, '.stamp'), hashOf(inputs, texts))
}

function hashOf(inputs, texts) {
  const hash = createHash('sha256').update(JSON.stringify([process.platform, process.arch, ...texts]))
  for (const path of inputs.flatMap((input) => filesOf(input)))
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)))
  return hash.digest('hex')
}

function filesOf(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path]
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesOf(`${path}/${name}`))
}
