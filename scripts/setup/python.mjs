// A virtual environment with exact pins: FOLDER/.venv from FOLDER/requirements.txt.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, run, SetupProblem, step } from './run.mjs'
import { isStamped, stamp } from './stamp.mjs'

/** The pinned numpy and scikit-learn have wheels for these versions of CPython. */
const OLDEST = 11
const NEWEST = 14

/**
 * @param {string} [index] of packages, asked as well where pip finds one nowhere else
 * @returns {Promise<string>} the environment's Python
 */
export async function bringEnvironment(folder, index) {
  const venv = join(root, folder, '.venv')
  const python = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const requirements = `${folder}/requirements.txt`
  if (existsSync(python) && isStamped(venv, [requirements])) return python
  await step(`Python packages of ${requirements} into ${folder}/.venv`, async () => {
    if (!existsSync(python)) {
      const [program, ...args] = findPython()
      await run(program, [...args, '-m', 'venv', venv])
    }
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]
    const first = run(python, install, { cwd: root })
    await (index === undefined
      ? first
      : first.catch(() => run(python, [...install, '--extra-index-url', index], { cwd: root })))
  })
  stamp(venv, [requirements])
  return python
}

function findPython() {
  const candidates = [
    ...(process.env.SHIPLOOP_PYTHON ? [[process.env.SHIPLOOP_PYTHON]] : []),
    ['python3'],
    ...[13, 12, 11, 14].map((minor) => [`python3.${minor}`]),
    ...(process.platform === 'win32' ? [['py', '-3'], ['python']] : [['python']]),
  ]
  const ask = 'import sys; print(sys.implementation.name, *sys.version_info[:2])'
  const found = candidates.find(([program, ...args]) => {
    const asked = spawnSync(program, [...args, '-c', ask], { encoding: 'utf8' })
    const [name, major, minor] = (asked.stdout ?? '').trim().split(' ')
    return name === 'cpython' && major === '3' && Number(minor) >= OLDEST && Number(minor) <= NEWEST
  })
  if (found === undefined)
    throw new SetupProblem(
      `The examples need CPython 3.${OLDEST} to 3.${NEWEST}, and none was found. ` +
        'Install one, or name it in the environment variable SHIPLOOP_PYTHON.',
    )
  return found
}
