// Bundles the four entry points into dist/. `node esbuild.mjs --watch` rebuilds on every change. Without it,
// dist/meta.json holds what esbuild says of the bundles' sizes and of what is in them.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
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

const programs = [
  // Not together: what they share would be cut into more files, and each costs the start of the extension.
  { ...inChunks, entryPoints: { extension: 'src/extension.ts' } },
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

mkdirSync('dist', { recursive: true })
// Each build names its chunks anew: those of earlier ones would stay, and go into the package.
rmSync('dist/chunks', { recursive: true, force: true })
cpSync('node_modules/web-tree-sitter/web-tree-sitter.wasm', 'dist/web-tree-sitter.wasm')
cpSync('node_modules/tree-sitter-python/tree-sitter-python.wasm', 'dist/tree-sitter-python.wasm')
const outputs = {}
for (const program of programs) {
  const options = { ...common, ...program, outdir: 'dist', metafile: true }
  if (watch) await (await esbuild.context(options)).watch()
  else Object.assign(outputs, (await esbuild.build(options)).metafile.outputs)
}
if (!watch) writeFileSync('dist/meta.json', JSON.stringify(outputs))
