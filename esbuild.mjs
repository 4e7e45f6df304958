// Bundles the four entry points into dist/. `node esbuild.mjs --watch` rebuilds on every change.
import { cpSync, existsSync, mkdirSync } from 'node:fs'
import esbuild from 'esbuild'

const watch = process.argv.includes('--watch')
const common = { bundle: true, sourcemap: true, minify: !watch, logLevel: 'warning', legalComments: 'none' }
// ESM bundles of CommonJS packages still call require().
const withRequire = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
}

const programs = [
  {
    entryPoints: { extension: 'src/extension.ts' },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    external: ['vscode'],
    // web-tree-sitter and the resource paths ask for import.meta.url, which CommonJS lacks.
    define: { 'import.meta.url': '__moduleUrl' },
    banner: { js: "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  },
  {
    entryPoints: { server: 'src/server.ts', cli: 'src/cli/main.ts' },
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
cpSync('node_modules/web-tree-sitter/web-tree-sitter.wasm', 'dist/web-tree-sitter.wasm')
cpSync('node_modules/tree-sitter-python/tree-sitter-python.wasm', 'dist/tree-sitter-python.wasm')
for (const program of programs) {
  if (!Object.values(program.entryPoints).every((path) => existsSync(path))) continue
  const options = { ...common, ...program, outdir: 'dist' }
  if (watch) await (await esbuild.context(options)).watch()
  else await esbuild.build(options)
}
