/** Settings of libraries: which a call sets, and for how long. */
import type { Effect } from '../knowledge/effect.ts'
import type { Value } from '../domain.ts'
import type { Machine, Restored } from '../machine.ts'
import { hasOwnText } from '../objects/plain.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

/** What a call that configures sets. */
export function configure(machine: Machine, effect: Effect, args: Arguments, node: SyntaxNode): void {
  const setting = effect.configures
  if (setting === null) return
  if (setting === 'working folder') {
    const folder = args.positional[0]
    machine.enterFolder(typeof folder?.constant === 'string' ? folder.constant : null)
    return
  }
  if (effect.within) {
    // The statements of a `with` have its header; behind it all is as it was before. Elsewhere nobody knows when it is entered.
    const inHeader = isHeader(node)
    if (!inHeader) machine.configure(setting, [])
    const options = setting === 'how pandas prints' ? optionsOf(setting, args) : 'all'
    machine.restored = [...machine.restored, { setting, options: inHeader ? options : [] }]
    return
  }
  if (setting === 'how numpy prints' && (args.rest !== null || args.keywords.has('legacy')))
    machine.configure('how numpy prints numbers', [])
  machine.configure(isOfDisplay(setting, args) ? 'how scikit-learn shows' : setting, optionsOf(setting, args))
}

/** Runs the body of a `with`, behind which the settings that its header sets are as they were before it. */
export function runWithin(machine: Machine, outside: Machine['restored'], run: () => void): void {
  const before = machine.restored
    .slice(outside.length)
    .flatMap((each) =>
      keysOf(machine, each).map((key) => [key, machine.peek(machine.settings, key)] as const),
    )
  const contexts = machine.restored.slice(outside.length)
  run()
  machine.restored = outside
  const known = new Map(before)
  for (const key of contexts.flatMap((each) => keysOf(machine, each)))
    machine.store.set(machine.settings.places.get(key)!, known.get(key))
}

function keysOf({ settings }: Machine, { setting, options }: Restored): string[] {
  return [...settings.keys].filter((key) =>
    options === 'all' ? key.startsWith(setting) : options.some((option) => key === `${setting} (${option})`),
  )
}

function isHeader({ parent }: SyntaxNode): boolean {
  return (
    parent?.type === 'with_item' || (parent?.type === 'as_pattern' && parent.parent?.type === 'with_item')
  )
}

/** `set_config(display='diagram')` is about what a browser shows. */
function isOfDisplay(setting: string, { positional, keywords, rest }: Arguments): boolean {
  return (
    setting === 'how scikit-learn works' &&
    positional.length === 0 &&
    rest === null &&
    [...keywords.keys()].join() === 'display'
  )
}

/** Which options a call like `set_option('display.precision', 2)` or `seterr(divide='raise')` sets. */
function optionsOf(setting: string, args: Arguments): string[] {
  // Filters lie on top of each other.
  if (setting === 'warnings') return []
  const named = args.positional.filter((_, at) => at % 2 === 0).map((value) => value.constant)
  return named.every((name) => typeof name === 'string') ? [...named, ...args.keywords.keys()] : []
}

/** The same for text that is made of a value: numbers and text have no settings. */
export function readHowShown(machine: Machine, { things, vague }: Value): void {
  if (things.length > 0)
    readPrintSettings(
      machine,
      things.every((thing) => hasOwnText(machine, { things: [thing], ...(vague && { vague }) })),
    )
}

/**
 * Printing and text of tables and arrays depend on what pandas and numpy were told about it.
 *
 * @param plain it is numbers and texts alone
 */
export function readPrintSettings(machine: Machine, plain = false): void {
  machine.readSetting('how numpy prints numbers')
  machine.readSetting('how pandas works')
  if (plain) return
  machine.readSetting('how pandas prints')
  machine.readSetting('how numpy prints')
}
