// The extension host of the oldest VS Code can't read TypeScript: the host tests are bundled for it.
import { globSync } from 'node:fs'
import { join } from 'node:path'
import esbuild from 'esbuild'
import { root } from '../../scripts/setup/run.mjs'

/** @returns {Promise<string>} the module whose `run()` runs the tests */
export async function bundleTests() {
  const outdir = join(root, '.vscode-test/host')
  await esbuild.build({
    entryPoints: {
      index: join(root, 'test/host/index.ts'),
      ...Object.fromEntries(
        globSync('test/host/**/*.test.ts', { cwd: root }).map((path) => [
          path.replaceAll('\\', '/').slice('test/host/'.length, -'.ts'.length),
          join(root, path),
        ]),
      ),
    },
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  })
  return join(outdir, 'index.cjs')
}
