// VS Code's own server and workbench, out of the npm package code-server: the host of the tests and of `--open`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm, root, step } from './run.mjs'
import { isStamped, stamp } from './stamp.mjs'

const VERSION = '4.139.1'

/** @returns {Promise<string>} the folder of VS Code's server: `out/server-main.js` is in it */
export async function bringCodeServer() {
  const folder = join(root, '.vscode-test')
  const server = join(folder, 'node_modules/code-server/lib/vscode')
  if (isStamped(folder, [], [VERSION])) return server
  await step(`VS Code's server (code-server ${VERSION}) into .vscode-test`, async () => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }))
    // Without the install scripts its native modules are missing: it logs that, and works.
    await npm(['install', '--ignore-scripts', '--force', `code-server@${VERSION}`], folder)
    for (const part of [server, join(server, 'extensions')])
      await npm(['install', '--omit=dev', '--ignore-scripts', '--force'], part)
  })
  stamp(folder, [], [VERSION])
  return server
}
