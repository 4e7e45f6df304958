/** The command line: `shiploop <verb>`. One of the four places that know everybody. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { SaidRefusal } from '../build/analysis/refusal.ts'
import { Problem } from '../platform/problem.ts'
import { progressPrinter } from './progress.ts'
import { UsageError, type Call, type Verb } from './verb.ts'
import { verbs } from './verbs.ts'

const USAGE_WIDTH = 46
const exitCode = { done: 0, failed: 1, usage: 2 } as const

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(await usage())
    return name === undefined ? exitCode.usage : exitCode.done
  }
  const load = verbs[name]
  if (load === undefined) {
    process.stderr.write(`shiploop: there is no verb "${name}".\n${await usage()}`)
    return exitCode.usage
  }
  const verb = await load()
  const json = rest.includes('--json')
  const stop = new AbortController()
  const interrupt = (): void => stop.abort(new Problem('Cancelled.'))
  // Not `once`: a second signal (the starter passes on what the terminal sent already) must not end the clean-up.
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  // The terminal was closed; what this program started is in groups of its own and would go on.
  process.on('SIGHUP', interrupt)
  // Nobody reads any more (an editor that was killed, `| head`): that must not end the clean-up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  // An editor that starts this program cancels it by closing its standard input: the one way that works on Windows too.
  if (process.env['SHIPLOOP_CANCEL'] === 'stdin') process.stdin.once('end', interrupt).resume().unref()
  // The starter (bin/shiploop.mjs) is gone, where this runs on another Node than it.
  process.once('disconnect', interrupt).channel?.unref()
  try {
    const call = callOf(verb, rest, json, stop.signal)
    const answer = await verb.run(call)
    if (json) process.stdout.write(`${JSON.stringify(answer)}\n`)
    const refused = refusalOf(answer, call)
    if (json && refused !== undefined) complain(refused, name)
    return refused === undefined ? exitCode.done : exitCode.failed
  } catch (error) {
    return failed(error, name, verb)
  } finally {
    process.removeListener('SIGINT', interrupt)
    process.removeListener('SIGTERM', interrupt)
    process.removeListener('SIGHUP', interrupt)
  }
}

function callOf(verb: Verb, args: string[], json: boolean, signal: AbortSignal): Call {
  const { values, positionals } = parseArgs({
    args,
    options: { ...verb.options, json: { type: 'boolean' } },
    allowPositionals: true,
  })
  if (positionals.length < verb.words.least) throw new UsageError('A word is missing.')
  if (positionals.length > verb.words.most)
    throw new UsageError(`"${positionals[verb.words.most] ?? ''}" is one word too many.`)
  return {
    words: positionals,
    options: values,
    json,
    report: progressPrinter(process.stderr, json),
    signal,
    say: (line) => {
      if (!json) process.stdout.write(`${line}\n`)
    },
  }
}

/** An answer with refusals is a result that failed: it is printed whole, the exit code says so, and this sentence why. */
function refusalOf(answer: unknown, { words }: Call): Problem | undefined {
  if (typeof answer !== 'object' || answer === null || !('refusals' in answer)) return undefined
  const [first] = Array.isArray(answer.refusals) ? (answer.refusals as Partial<SaidRefusal>[]) : []
  if (first === undefined) return undefined
  const { cell = 0, line = 0, reason = '', wayOut } = first
  const notebook = resolve(words[0] ?? '')
  return new Problem('Cell {0}, line {1}: {2}.', {
    args: [cell, line, reason.replace(/\.$/, '')],
    ...(wayOut !== undefined && { remedy: { kind: 'order', notebook } }),
  })
}

function failed(error: unknown, name: string, verb: Verb): number {
  if (
    error instanceof UsageError ||
    (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true
  ) {
    process.stderr.write(
      `shiploop ${name}: ${(error as Error).message}\nusage: shiploop ${name} ${verb.usage}\n`,
    )
    return exitCode.usage
  }
  if (error instanceof Problem) {
    complain(error, name)
    return exitCode.failed
  }
  // A bug: the person gets one sentence, whoever looks for it the stack.
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(
    `shiploop ${name}: Shiploop itself failed: ${message}. SHIPLOOP_DEBUG=1 shows where; please report it.\n`,
  )
  if (process.env['SHIPLOOP_DEBUG'] !== undefined && error instanceof Error)
    process.stderr.write(`${error.stack ?? ''}\n`)
  return exitCode.failed
}

function complain(problem: Problem, name: string): void {
  if (process.env['SHIPLOOP_PROGRESS'] === 'json')
    process.stderr.write(`${JSON.stringify({ problem: plain(problem) })}\n`)
  process.stderr.write(`shiploop ${name}: ${problem.sentence}\n`)
}

/** A Problem in its parts, so that the program that started this one can say it in the person's language. */
function plain({ template, args, where, todo, remedy }: Problem): unknown {
  return { template, args, where, todo, remedy }
}

async function usage(): Promise<string> {
  const all = Object.entries(verbs).map(async ([name, load]) => [name, await load()] as const)
  const lines = (await Promise.all(all)).map(([name, verb]) => {
    const call = `  ${`${name} ${verb.usage}`.padEnd(USAGE_WIDTH)}`
    const gap = call.length > USAGE_WIDTH + 2 ? `\n${' '.repeat(USAGE_WIDTH + 2)}` : ''
    return `${call}${gap} ${verb.summary}`
  })
  return `usage: shiploop <verb> [--json]\n\n${lines.join('\n')}\n`
}

process.exitCode = await main(process.argv.slice(2))
