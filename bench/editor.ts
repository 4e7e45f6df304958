/**
 * What the extension costs the editor: the time of its activation, as VS Code itself takes it in its extension host, and
 * the size of what is loaded then and later.
 *
 *     node bench/editor.ts   (`npm run bench -- editor` brings VS Code, the browser and the VSIX)
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Workbench } from '../test/e2e/driver.ts'

const root = join(import.meta.dirname, '..')
const WINDOWS = 11

interface Output {
  readonly bytes: number
  readonly entryPoint?: string
  readonly imports: readonly { readonly path: string; readonly kind: string }[]
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>
}

await times()
sizes()

/** Opens the installed extension's window again and again; each has an extension host of its own. */
async function times(): Promise<void> {
  const loads: number[] = []
  const calls: number[] = []
  const builtIn: number[] = []
  const workbench = await Workbench.open({ installed: true })
  await workbench.page.setViewportSize({ width: 1280, height: 9000 })
  try {
    await workbench.showViews() // a reload remembers that
    for (let window = 0; window < WINDOWS; window += 1) {
      if (window > 0) await workbench.page.reload()
      const [ours, git] = await activations(workbench)
      loads.push(ours.load)
      calls.push(ours.call)
      builtIn.push(git.load)
    }
  } finally {
    await workbench.close()
  }
  console.log(
    `\nActivation in ${WINDOWS} windows, ms (median, worst), as VS Code's "Startup Performance" says`,
  )
  console.log(`  load the bundle  ${median(loads)}  ${Math.max(...loads)}   (goal 30)`)
  console.log(`  activate()       ${median(calls)}  ${Math.max(...calls)}   (goal 10)`)
  console.log(`  VS Code's own Git extension, to load  ${median(builtIn)}  ${Math.max(...builtIn)}`)
}

interface Activation {
  readonly load: number
  readonly call: number
}

/** Shiploop's and Git's columns "Load Code" and "Call Activate" of VS Code's own report: whole milliseconds. */
async function activations(workbench: Workbench): Promise<[ours: Activation, git: Activation]> {
  const { page } = workbench
  // The views have their content once the extension is active.
  await page.getByText('Open a Notebook').waitFor()
  await workbench.command('Developer: Startup Performance')
  for (;;) {
    // The editor draws only the lines that one sees; its blanks are no-break spaces.
    const lines = (await page.locator('.view-line').allTextContents()).map((line) =>
      line.replaceAll('\u00a0', ' '),
    )
    const [ours, git] = ['shiploop.shiploop', 'vscode.git'].map((id) => activation(lines, id))
    if (ours !== undefined && git !== undefined) return [ours, git]
    await page.waitForTimeout(200)
  }
}

function activation(lines: readonly string[], id: string): Activation | undefined {
  const cells = lines
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .find(([, name, eager]) => name === id && eager !== undefined)
  return cells && { load: Number(cells[3]), call: Number(cells[4]) }
}

function sizes(): void {
  const outputs = JSON.parse(readFileSync(join(root, 'dist/meta.json'), 'utf8')) as Record<string, Output>
  const atActivation = closure(outputs, 'dist/extension.cjs')
  console.log('\nSizes, KB')
  row('loaded at activation', sum(outputs, atActivation), '(goal 150)')
  for (const path of closure(outputs, 'dist/extension.cjs', 'dynamic-import')) {
    const { entryPoint } = outputs[path]!
    if (entryPoint === undefined || atActivation.includes(path)) continue
    const added = closure(outputs, path).filter((chunk) => !atActivation.includes(chunk))
    row(`  later: ${entryPoint.replace('src/editor/', '')}`, sum(outputs, added), '')
  }
  const { bytes, inputs } = outputs['dist/dashboard.js']!
  const library = Object.entries(inputs)
    .filter(([path]) => path.includes('node_modules/'))
    .reduce((total, [, { bytesInOutput }]) => total + bytesInOutput, 0)
  row('dashboard', bytes - library, '(goal 60)')
  row('  its chart library', library, '')
  row('command line, its start', sum(outputs, closure(outputs, 'dist/cli.mjs')), 'a process of its own')
  row('server', outputs['dist/server.mjs']!.bytes, 'a process of its own')
}

/** An output and what it imports at once, or `later` too, all the way down. */
function closure(outputs: Readonly<Record<string, Output>>, start: string, later = ''): string[] {
  const found = new Set([start])
  for (const path of found)
    for (const { path: next, kind } of outputs[path]!.imports)
      if (['import-statement', later].includes(kind) && next in outputs) found.add(next)
  return [...found]
}

function sum(outputs: Readonly<Record<string, Output>>, paths: readonly string[]): number {
  return paths.reduce((total, path) => total + outputs[path]!.bytes, 0)
}

function row(what: string, bytes: number, note: string): void {
  console.log(`  ${what.padEnd(32)} ${(bytes / 1000).toFixed(1).padStart(7)}   ${note}`.trimEnd())
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
}
