// `npm run package`: a VSIX for this platform, with this platform's ONNX Runtime only.
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root, run, SetupProblem, step } from './setup/run.mjs'
import { setUp } from './setup.mjs'

/** @returns {Promise<string>} the file */
export async function makePackage() {
  const { node } = await setUp({ tests: false })
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const target = `${process.platform}-${process.arch}`
  const file = join(root, `shiploop-${target}-${version}.vsix`)
  const ignore = join(root, '.vscodeignore.package')
  writeFileSync(ignore, `${readFileSync(join(root, '.vscodeignore'), 'utf8')}${runtimeFiles().join('\n')}\n`)
  try {
    await step(`${file} of dist/ and the runtime for ${target}`, async () => {
      // Chunks of earlier builds lie about: only the newest belong in.
      rmSync(join(root, 'dist/chunks'), { recursive: true, force: true })
      await run(node, ['esbuild.mjs'], { cwd: root })
      await run(
        node,
        [
          join(root, 'node_modules/@vscode/vsce/vsce'),
          ...['package', '--target', target, '--out', file, '--ignoreFile', ignore],
          ...['--allow-missing-repository', '--no-rewrite-relative-links', '--skip-license'],
        ],
        { cwd: root },
      )
    })
  } finally {
    rmSync(ignore, { force: true })
  }
  return file
}

function runtimeFiles() {
  const folder = 'node_modules/onnxruntime-node'
  const binary = `${folder}/bin/napi-v6/${process.platform}/${process.arch}`
  if (!existsSync(join(root, binary))) return [] // there all but deployment works
  return [
    ...[`!${folder}/package.json`, `!${folder}/LICENSE`, `!${folder}/dist/*.js`, `!${binary}/**`],
    ...[
      '!node_modules/onnxruntime-common/package.json',
      '!node_modules/onnxruntime-common/dist/cjs/*.{js,json}',
    ],
  ]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const file = await makePackage()
    console.log(`${file}, ${(statSync(file).size / 1e6).toFixed(1)} MB`)
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
