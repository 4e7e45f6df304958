/** A small project that was shipped on the command line: where a test begins that is not about shipping. */
import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { tools, type Workbench } from './driver.ts'

const root = join(import.meta.dirname, '../..')

/** Runs the command line as in a terminal. @throws with what it said when it fails */
export async function shiploop(folder: string, ...args: readonly string[]): Promise<string> {
  const program = join(root, 'bin/shiploop.mjs')
  const { stdout } = await promisify(execFile)(tools.node, [program, ...args], { cwd: folder })
  return stdout
}

/** The project in a workspace that `layFlowers` prepared. */
export function flowersIn(workspace: string): string {
  return join(workspace, 'flowers')
}

/** Makes the flowers of a workspace its only project, with one turn, which is served, and notes to type in. */
export async function layFlowers(workspace: string): Promise<void> {
  await rm(join(workspace, 'shiploop.yaml'))
  made ??= ship()
  await cp(await made, flowersIn(workspace), { recursive: true })
  await writeFile(join(flowersIn(workspace), 'notes.txt'), '')
  await shiploop(flowersIn(workspace), 'deploy')
}

/** Puts their notebook and Shiploop's views in front. */
export async function openFlowers(workbench: Workbench): Promise<void> {
  await workbench.openFile('flowers.ipynb')
  await workbench.showViews()
  await workbench.row(/flowers\s*serving/).waitFor()
}

/** The process that serves a project. */
export async function serverProcess(folder: string): Promise<number> {
  const file = await readFile(join(folder, '.shiploop/server.json'), 'utf8')
  return (JSON.parse(file) as { pid: number }).pid
}

let made: Promise<string> | undefined

/** Once for all tests. */
async function ship(): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'shiploop-shipped-'))
  process.once('exit', () => {
    rmSync(scratch, { recursive: true, force: true })
  })
  const folder = join(scratch, 'flowers')
  await cp(join(root, 'test/fixtures/workspace'), folder, { recursive: true })
  await shiploop(folder, 'ship', 'flowers.ipynb', '--python', tools.python)
  await shiploop(folder, 'stop')
  return folder
}
