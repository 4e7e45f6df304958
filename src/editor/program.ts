import { join } from 'node:path'
import * as v from 'valibot'
import type * as vscode from 'vscode'
import { Problem } from '../platform/problem.ts'
import { runProcess } from '../platform/processes.ts'
import type { ProgressEvent, Report } from '../platform/progress.ts'

interface Job {
  readonly cwd: string
  readonly signal?: AbortSignal
  readonly report?: Report
}

/** Long work runs outside the extension host: the command line program, started on the editor's own Node. */
export class Program {
  private readonly cli: string
  private readonly log: vscode.LogOutputChannel

  constructor(extensionFolder: string, log: vscode.LogOutputChannel) {
    this.cli = join(extensionFolder, 'dist', 'cli.mjs')
    this.log = log
  }

  /**
   * Runs one verb to its end.
   *
   * @returns the document that it prints
   * @throws Problem with what the program said; the reason of the signal once it has ended after a cancel
   */
  async run(verb: string, args: readonly string[], job: Job): Promise<unknown> {
    this.log.info(`shiploop ${[verb, ...args].join(' ')}`)
    let said: Said = { problem: null, rest: [] }
    const result = await runProcess(process.execPath, [this.cli, verb, ...args, '--json'], {
      cwd: job.cwd,
      env: { ELECTRON_RUN_AS_NODE: '1', SHIPLOOP_PROGRESS: 'json', SHIPLOOP_CANCEL: 'stdin' },
      ...(job.signal && { signal: job.signal }),
      onErrorLine: (line) => {
        const event = eventOf(line)
        if (event === null) said = heard(said, line)
        else {
          this.log.debug(
            `${event.step} ${event.state} ${'detail' in event ? (event.detail ?? '') : ''}`.trimEnd(),
          )
          job.report?.(event)
        }
      },
    })
    for (const line of said.rest) this.log.info(line)
    if (result.code !== 0)
      throw said.problem ?? new Problem('{0}', { args: [lastOf(said) ?? `shiploop ${verb} failed.`] })
    return JSON.parse(result.stdout) as unknown
  }
}

interface Said {
  readonly problem: Problem | null
  readonly rest: readonly string[]
}

function lastOf({ rest }: Said): string | undefined {
  return rest.at(-1)?.replace(/^shiploop \S+: /, '')
}

const remedySchema = v.variant('kind', [
  v.object({ kind: v.literal('order'), notebook: v.string() }),
  v.object({ kind: v.literal('converter') }),
  v.object({ kind: v.literal('packages'), python: v.string(), packages: v.array(v.string()) }),
])

const problemLine = v.object({
  problem: v.object({
    template: v.string(),
    args: v.array(v.union([v.string(), v.number()])),
    where: v.optional(v.string()),
    todo: v.optional(v.string()),
    remedy: v.optional(remedySchema),
  }),
})

function heard(said: Said, line: string): Said {
  const parsed = v.safeParse(problemLine, json(line))
  if (!parsed.success) return { ...said, rest: [...said.rest, line] }
  const { template, args, where, todo, remedy } = parsed.output.problem
  const details = { args, ...(where && { where }), ...(todo && { todo }), ...(remedy && { remedy }) }
  return { ...said, problem: new Problem(template, details) }
}

const progressLine = v.object({
  progress: v.looseObject({ step: v.string(), state: v.picklist(['started', 'working', 'done', 'failed']) }),
})

function eventOf(line: string): ProgressEvent | null {
  const parsed = v.safeParse(progressLine, json(line))
  return parsed.success ? (parsed.output.progress as ProgressEvent) : null
}

function json(line: string): unknown {
  if (!line.startsWith('{')) return null
  try {
    return JSON.parse(line) as unknown
  } catch {
    return null // a line of some library that begins with a brace
  }
}
