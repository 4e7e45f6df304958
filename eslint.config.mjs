import js from '@eslint/js'
import importX from 'eslint-plugin-import-x'
import tseslint from 'typescript-eslint'

/** Wings of the house from the ground up: each may import those before it, never those after it. */
const wings = ['platform', 'iteration', 'build', 'deploy', 'measure', 'learn']
const surfaces = ['editor', 'webview', 'cli']

const noVscode = { name: 'vscode', message: 'Only src/extension.ts and src/editor/ know the editor.' }
const noRuntime = {
  name: 'onnxruntime-node',
  message: 'Only the server program loads ONNX Runtime (src/platform/onnx.ts, imported by src/server.ts).',
}
const outside = ['fs', 'fs/promises', 'child_process', 'http', 'https', 'net', 'sqlite', 'worker_threads']
const outsideThroughPlatform = outside.flatMap((name) => [
  { name, message: 'The core reaches the outside through src/platform/.' },
  { name: `node:${name}`, message: 'The core reaches the outside through src/platform/.' },
])

const arrowsPointDown = wings.map((wing, height) => ({
  files: [`src/${wing}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: [noVscode, noRuntime, ...(wing === 'platform' ? [] : outsideThroughPlatform)].filter(
          (path) => !(wing === 'platform' && path === noRuntime),
        ),
        patterns: [
          {
            regex: `\\.\\./(?:.*/)?(?:${[...wings.slice(height + 1), ...surfaces].join('|')})/`,
            message: `${wing}/ must not know the wings above it.`,
          },
        ],
      },
    ],
    'no-restricted-globals': ['error', 'window', 'document'],
  },
}))

const surfaceWalls = surfaces.map((surface) => ({
  files: [`src/${surface}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: surface === 'editor' ? [noRuntime] : [noVscode, noRuntime],
        patterns: [
          {
            regex: `\\.\\./(?:.*/)?(?:${surfaces.filter((other) => other !== surface).join('|')})/`,
            message: `${surface}/ must not import another surface.`,
          },
        ],
      },
    ],
  },
}))

export default tseslint.config(
  {
    ignores: [
      '**/.cache/',
      '**/.demo/',
      'dist/',
      '.tools/',
      '.vscode-test/',
      '**/.venv/',
      'test/fixtures/',
      'examples/',
      'test-results/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/extensions': ['.ts'] },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'off', // indices that the line above proved
    },
  },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-floating-promises': 'off' } },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        performance: 'readonly',
        AbortSignal: 'readonly',
      },
    },
  },
  ...arrowsPointDown,
  ...surfaceWalls,
)
