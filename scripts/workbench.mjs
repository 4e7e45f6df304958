// A real VS Code in a browser: its own server and workbench, with an extension under development in it.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { basename, join } from 'node:path'

/** Hides what is not ours, so that pictures show the extension. */
const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'window.commandCenter': false,
  'window.title': '${activeEditorShort}${separator}${rootName}',
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
  'files.autoSave': 'off',
}

/** What Chromium needs to be left alone. */
export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts VS Code's server.
 *
 * @param {object} options
 * @param {string} options.node       Node that runs it
 * @param {string} options.codeServer folder of VS Code's server
 * @param {string} options.data       folder for its data, settings and extensions
 * @param {object} [options.settings] settings of the person, on top of those that keep it quiet
 * @param {object} [options.env]      added to the environment of the server and of the extension host
 * @param {string[]} [options.installed] folders of extensions that count as installed
 * @param {string} [options.vsix]     a packed extension to install, as a person would
 * @param {number} [options.port]     a free one when not given
 * @param {boolean} [options.asksForTrust] whether a folder is untrusted until the person says otherwise
 * @returns {Promise<{ pid: number, address: (page: Page) => string, stop: () => Promise<void>, log: () => string }>}
 */
export async function startWorkbench({
  node,
  codeServer,
  data,
  settings = {},
  env = {},
  installed = [],
  vsix,
  port,
  asksForTrust = false,
}) {
  const own = port ?? (await freePort())
  for (const folder of ['Machine', 'User']) {
    mkdirSync(join(data, 'data', folder), { recursive: true })
    writeFileSync(
      join(data, 'data', folder, 'settings.json'),
      JSON.stringify({ ...SETTINGS, 'security.workspace.trust.enabled': asksForTrust, ...settings }, null, 2),
    )
  }
  // Found there when the server starts for the first time.
  for (const path of installed) cpSync(path, join(data, 'extensions', basename(path)), { recursive: true })
  const program = join(codeServer, 'out/server-main.js')
  const places = ['--server-data-dir', data, '--extensions-dir', join(data, 'extensions')]
  const environment = {
    ...process.env,
    ...env,
    VSCODE_IPC_HOOK_CLI: undefined,
    ELECTRON_RUN_AS_NODE: undefined,
  }
  if (vsix) await install(node, [program, ...places, '--install-extension', vsix], environment)
  const child = spawn(
    node,
    [
      program,
      ...['--host', '127.0.0.1', '--port', String(own)],
      ...['--without-connection-token', '--enable-smoke-test-driver', '--disable-telemetry'],
      ...(asksForTrust ? [] : ['--disable-workspace-trust']),
      ...['--accept-server-license-terms', ...places],
    ],
    {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: its extension hosts and shells end with it.
      detached: process.platform !== 'win32',
    },
  )
  let log = ''
  const ready = new Promise((resolve, reject) => {
    const listen = (chunk) => {
      log += String(chunk)
      if (log.includes('Extension host agent listening')) resolve()
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`VS Code's server ended (${code}):\n${log}`)))
  })
  await ready
  return { pid: child.pid, address: (page) => addressOf(own, page), stop: () => stop(child), log: () => log }
}

/**
 * @typedef {{ folder: string, extension?: string, tests?: string }} Page
 *   absolute paths: the workspace, the extension under development, a module whose `run()` runs in the extension host
 */
function addressOf(port, { folder, extension, tests }) {
  const remote = (path) =>
    `vscode-remote://127.0.0.1:${port}${path.startsWith('/') ? '' : '/'}${path.replaceAll('\\', '/')}`
  const payload = [
    ...(extension ? [['extensionDevelopmentPath', remote(extension)]] : []),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
  ]
  const address = new URL(`http://127.0.0.1:${port}/`)
  address.searchParams.set('folder', folder)
  if (payload.length > 0) address.searchParams.set('payload', JSON.stringify(payload))
  return address.href
}

function install(node, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let log = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += String(chunk)))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 && log.includes('was successfully installed')
        ? resolve()
        : reject(new Error(`The extension was not installed (${code}):\n${log}`)),
    )
  })
}

function stop(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'])
    else process.kill(-child.pid, 'SIGTERM')
    const hard = setTimeout(() => process.platform !== 'win32' && process.kill(-child.pid, 'SIGKILL'), 4000)
    child.once('exit', () => clearTimeout(hard))
  })
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
