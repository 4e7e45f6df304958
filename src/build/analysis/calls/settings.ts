/** Settings of libraries: which a call sets, and for how long. */
import type { Effect } from '../knowledge/effect.ts'
import type { Machine } from '../machine.ts'
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
    if (!isHeader(node)) machine.configure(setting, [])
    return
  }
  if (setting === 'how numpy prints' && (args.rest !== null || args.keywords.has('legacy')))
    machine.configure('how numpy prints numbers', [])
  machine.configure(isOfDisplay(setting, args) ? 'how scikit-learn shows' : setting, optionsOf(setting, args))
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

/** Printing and text of tables and arrays depend on what pandas and numpy were told about it. */
export function readPrintSettings(machine: Machine): void {
  machine.readSetting('how pandas prints')
  machine.readSetting('how pandas works')
  machine.readSetting('how numpy prints')
  machine.readSetting('how numpy prints numbers')
}
