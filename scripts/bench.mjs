// `npm run bench`: every benchmark, or those that are named: `npm run bench -- serving drift`.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { bringEnvironment } from './setup/python.mjs'
import { root } from './setup/run.mjs'
import { setUp } from './setup.mjs'

/** Each is a program of bench/; those with `python` get the path of bench/.venv's interpreter. */
const BENCHMARKS = {
  serving: { python: true },
  drift: { python: false },
  notebooks: { python: false },
  slice: { python: false },
}

const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const { node } = await setUp({ tests: false })
for (const name of asked.length > 0 ? asked : Object.keys(BENCHMARKS)) {
  const program = join(root, 'bench', `${name}.ts`)
  if (!existsSync(program)) {
    console.error(`There is no benchmark ${name}. There are: ${Object.keys(BENCHMARKS).join(', ')}.`)
    process.exit(2)
  }
  const args = BENCHMARKS[name]?.python ? [await bringEnvironment('bench')] : []
  const { status } = spawnSync(node, [program, ...args], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
