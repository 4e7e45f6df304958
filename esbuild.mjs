// Bundles the entry points into dist/. `node esbuild.mjs --watch` rebuilds on every change. Without it,
// dist/meta.json holds what esbuild says of the bundles' sizes and of what is in them.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import esbuild from 'esbuild'

const watch = process.argv.includes('--watch')
const common = { bundle: true, sourcemap: true, minify: !watch, logLevel: 'warning', legalComments: 'none' }
// ESM bundles of CommonJS packages still call require().
const withRequire = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
}

// ES modules, so that what is loaded when it is needed lies in chunks of its own and shares code with the rest.
const inChunks = {
  outExtension: { '.js': '.mjs' },
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  target: 'node22',
  external: ['vscode'],
  banner: withRequire,
}

/**
 * The editor hands CommonJS to Node's own loader, ES modules to hooks of its own; esbuild cuts only ES modules into
 * chunks, so each chunk is turned by itself when it is written.
 */
const asCommonJs = {
  name: 'as-commonjs',
  setup(build) {
    build.onEnd(async ({ outputFiles }) => {
      const texts = new Map(outputFiles?.map(({ path, text }) => [path, text]))
      for (const [path, text] of texts) {
        if (path.endsWith('.map')) continue
        const { code, map } = await esbuild.transform(text + inline(texts.get(`${path}.map`)), {
          format: 'cjs',
          platform: 'node',
          target: 'node22',
          minify: !watch,
          sourcemap: 'external',
          legalComments: 'none',
          define: { 'import.meta.url': '__moduleUrl' },
          banner: "const __moduleUrl = require('node:url').pathToFileURL(__filename).href",
          supported: { 'dynamic-import': false },
        })
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`)
        writeFileSync(`${path}.map`, map)
      }
    })
  },
}

/** A source map as esbuild takes it: in a comment of the code that it belongs to. */
function inline(map) {
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}\n`
}

/** A thread gets its program as CommonJS, too, and all of it at once. */
const inOneFile = {
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  // The ES module of it names a variable `require`, which would hide CommonJS's.
  alias: { 'web-tree-sitter': './node_modules/web-tree-sitter/web-tree-sitter.cjs' },
  define: { 'import.meta.url': '__moduleUrl' },
  banner: { js: "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
}

const programs = [
  // Not together: what they share would be cut into more files, and each costs the start of the extension.
  {
    ...inChunks,
    entryPoints: { extension: 'src/extension.ts' },
    outExtension: { '.js': '.cjs' },
    banner: {},
    plugins: [asCommonJs],
    write: false,
  },
  // A thread of the extension host.
  { ...inOneFile, entryPoints: { insight: 'src/editor/notebook/thread.ts' } },
  { ...inChunks, entryPoints: { cli: 'src/cli/main.ts' } },
  {
    entryPoints: { server: 'src/server.ts' },
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    platform: 'node',
    target: 'node22',
    external: ['onnxruntime-node'],
    banner: withRequire,
  },
  {
    entryPoints: { dashboard: 'src/webview/main.ts' },
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
  },
]

// What earlier builds named otherwise would stay, and go into the package.
rmSync('dist', { recursive: true, force: true })
mkdirSync('dist')
cpSync('node_modules/web-tree-sitter/web-tree-sitter.wasm', 'dist/web-tree-sitter.wasm')
cpSync('node_modules/tree-sitter-python/tree-sitter-python.wasm', 'dist/tree-sitter-python.wasm')
const outputs = {}
for (const program of programs) {
  const options = { ...common, ...program, outdir: 'dist', metafile: true }
  if (watch) await (await esbuild.context(options)).watch()
  else Object.assign(outputs, (await esbuild.build(options)).metafile.outputs)
}
if (!watch) writeFileSync('dist/meta.json', JSON.stringify(outputs))
