/** The command line: `shiploop <verb>`. One of the four places that know everybody. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { SaidRefusal } from '../build/analysis/refusal.ts'
import { accessProblem } from '../platform/files.ts'
import { Problem } from '../platform/problem.ts'
import { explained, meant, overview, usageOf, version, wordsOf } from './help.ts'
import { CANCELLED, progressPrinter } from './progress.ts'
import { UsageError, type Call, type Verb } from './verb.ts'
import { verbs } from './verbs.ts'

const HELP: ReadonlySet<string> = new Set(['help', '--help', '-h'])
const exitCode = { done: 0, failed: 1, usage: 2 } as const

async function main(argv: readonly string[]): Promise<number> {
  const asksForHelp = HELP.has(argv[0] ?? '')
  const [name, ...rest] = asksForHelp ? argv.slice(1) : argv
  const { columns } = process.stdout
  if (name === undefined) {
    process.stdout.write(await overview(columns))
    return asksForHelp ? exitCode.done : exitCode.usage
  }
  if (name === '--version') {
    process.stdout.write(`${await version()}\n`)
    return exitCode.done
  }
  const load = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (load === undefined) {
    const words = [
      `There is no verb "${name}".${meant(name, Object.keys(verbs))}`,
      'shiploop help lists all.',
    ]
    process.stderr.write(`shiploop: ${words.join(' ')}\nusage: shiploop <verb> [options] [--json]\n`)
    return exitCode.usage
  }
  const verb = await load()
  if (asksForHelp || rest.some((word) => word === '--help' || word === '-h')) {
    process.stdout.write(explained(name, verb, columns))
    return exitCode.done
  }
  const json = rest.includes('--json')
  const stop = new AbortController()
  const interrupt = (): void => stop.abort(new Problem(CANCELLED))
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
  const { values, positionals } = parsed(verb, args)
  if (positionals.length < verb.words.least)
    throw new UsageError(`${wordsOf(verb)[positionals.length] ?? 'A word'} is missing.`)
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

function parsed({ options }: Verb, args: string[]) {
  try {
    return parseArgs({ args, options: { ...options, json: { type: 'boolean' } }, allowPositionals: true })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code?.startsWith('ERR_PARSE_ARGS') !== true) throw error
    const [, name = '', short] = /'(?:-\w, )?(--?([^' ]+)?)/.exec(message) ?? []
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
      throw new UsageError(`There is no option ${name}.${meant(short ?? '', Object.keys(options), '--')}`)
    const value = options[short ?? '']?.value
    throw new UsageError(
      value === undefined ? `${name} takes no value.` : `${name} takes a value: ${name} ${value}`,
    )
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
  if (error instanceof UsageError) {
    process.stderr.write(`shiploop ${name}: ${error.message}\n${usageOf(name, verb)}\n`)
    return exitCode.usage
  }
  if (error instanceof Problem) {
    complain(error, name)
    return exitCode.failed
  }
  const refused = accessProblem(error)
  if (refused !== null) {
    complain(refused, name)
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

process.exitCode = await main(process.argv.slice(2))
