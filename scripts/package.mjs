// `npm run package`: a VSIX for this platform, with this platform's ONNX Runtime only.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { notices } from './notices.mjs'
import { root, run, SetupProblem, step } from './setup/run.mjs'
import { isStamped, stamp } from './setup/stamp.mjs'
import { setUp } from './setup.mjs'

const TARGET = `${process.platform}-${process.arch}`
/** What a package is made from; .vscodeignore says what of it goes in. */
const CONTENTS = [
  '.vscodeignore',
  'package.json',
  'package.nls.json',
  'package.nls.de.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'bin',
  'dist',
  'l10n',
  'media',
  'python',
]
const BINARIES = `node_modules/onnxruntime-node/bin/napi-v6/${TARGET.replace('-', '/')}`
const RUNTIME = {
  'node_modules/onnxruntime-node/package.json': /./,
  'node_modules/onnxruntime-node/dist': /\.js$/,
  [BINARIES]: /./,
  'node_modules/onnxruntime-common/package.json': /./,
  'node_modules/onnxruntime-common/dist/cjs': /\.(js|json)$/,
}

/**
 * Packs what stands in dist/ and beside it.
 *
 * @param {string} node   Node that runs vsce
 * @param {string} folder where the file goes
 * @returns {Promise<string>} the file
 */
export async function makePackage(node, folder) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const file = join(folder, `shiploop-${TARGET}-${version}.vsix`)
  mkdirSync(folder, { recursive: true })
  if (!existsSync(join(root, BINARIES)))
    console.error(`There is no ONNX Runtime for ${TARGET}: in this package all but deployment works.`)
  // A folder with the contents and nothing else: what lies about in the checkout does not matter then.
  const stage = mkdtempSync(join(tmpdir(), 'shiploop-package-'))
  try {
    await step(`${file} of dist/ and the runtime for ${TARGET}`, async () => {
      fill(stage)
      const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links']
      await run(
        node,
        [
          join(root, 'node_modules/@vscode/vsce/vsce'),
          ...['package', '--target', TARGET, '--out', file, '--skip-license', ...options],
        ],
        { cwd: stage },
      )
    })
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
  return file
}

/**
 * The package that the tests install, in test-results/: packed again when something in it has changed.
 *
 * @param {string} node Node that runs vsce
 */
export async function packageForTests(node) {
  const folder = join(root, 'test-results/vsix')
  const made = existsSync(folder) && readdirSync(folder).find((name) => name.endsWith('.vsix'))
  const contents = CONTENTS.filter((path) => path !== 'dist') // made of src/
  const inputs = ['src', 'esbuild.mjs', 'package-lock.json', 'scripts', ...contents]
  if (made && isStamped(folder, inputs)) return join(folder, made)
  rmSync(folder, { recursive: true, force: true })
  const file = await makePackage(node, folder)
  stamp(folder, inputs)
  return file
}

function fill(stage) {
  for (const path of CONTENTS) cpSync(join(root, path), join(stage, path), { recursive: true })
  writeFileSync(join(stage, 'ThirdPartyNotices.txt'), notices())
  // VS Code shows the page of an installed extension without pictures of its folder.
  const readme = readFileSync(join(stage, 'README.md'), 'utf8')
  writeFileSync(join(stage, 'README.md'), readme.replaceAll(/ *<picture>.*<\/picture>\n\n/g, ''))
  if (!existsSync(join(root, BINARIES))) return
  // The server's import looks beside it first. (Of a top node_modules vsce takes only what npm lists.)
  for (const [path, pattern] of Object.entries(RUNTIME))
    cpSync(join(root, path), join(stage, 'dist', path), {
      recursive: true,
      filter: (source) => statSync(source).isDirectory() || pattern.test(source),
    })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { node } = await setUp({ tests: false })
    const file = await makePackage(node, root)
    console.log(`${file}, ${(statSync(file).size / 1e6).toFixed(1)} MB`)
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
