/**
 * Functions that call themselves: the outermost call runs as any other; one run stands for all calls inside of it. It is
 * repeated with whatever the calls inside are given, and with what they do and give back as far as that is known, until
 * nothing new is learned.
 */
import { either, SCALAR, type ThingData, type Value } from '../domain.ts'
import type { Machine } from '../machine.ts'
import type { Recursion } from '../memory/state.ts'
import type { Store } from '../memory/store.ts'
import type { Arguments } from '../trace.ts'

/** More rounds than that settle nothing. */
const MOST_ROUNDS = 12

/**
 * Runs the first call from within, for all.
 *
 * @param run runs the function once with these arguments
 * @returns undefined when it doesn't settle
 */
export function recur(
  machine: Machine,
  data: ThingData,
  args: Arguments,
  run: (args: Arguments) => Value,
): Value | undefined {
  const found: Recursion = {
    args: general(args),
    entry: machine.store,
    exit: null,
    value: SCALAR,
    grown: true,
  }
  machine.recursions.set(data, found)
  try {
    for (let round = 0; found.grown; round += 1) {
      if (round === MOST_ROUNDS) return undefined
      found.grown = false
      machine.store = found.entry.fork()
      machine.live = true
      const value = anyOf(run(found.args))
      found.exit = joined(machine, found, found.exit, machine.store)
      found.value = widened(found, found.value, value)
    }
  } finally {
    machine.recursions.delete(data)
    machine.store = found.exit ?? found.entry
  }
  return found.value
}

/** A call further down: it does and gives what is known of all of them. */
export function recurAgain(machine: Machine, found: Recursion, args: Arguments): Value {
  found.args = unite(found, found.args, general(args))
  found.entry = joined(machine, found, found.entry, machine.store)
  if (found.exit) machine.store = machine.join(machine.store, found.exit)
  return found.value
}

function joined(machine: Machine, found: Recursion, before: Store | null, store: Store): Store {
  const after = before ? machine.join(before, store) : store.fork()
  if (after !== before) found.grown = true
  return after
}

function widened(found: Recursion, before: Value, value: Value): Value {
  const after = either(before, value)
  if (after !== before) found.grown = true
  return after
}

/** What is given by one call only may be missing in another: it stands among the rest, where a default may be instead. */
function unite(found: Recursion, a: Arguments, b: Arguments): Arguments {
  const length = Math.min(a.positional.length, b.positional.length)
  const lone = [...a.positional.slice(length), ...b.positional.slice(length)]
  const keywords = new Map<string, Value>()
  for (const [name, value] of [...a.keywords, ...b.keywords]) {
    const [ours, theirs] = [a.keywords.get(name), b.keywords.get(name)]
    if (ours && theirs) keywords.set(name, widened(found, ours, theirs))
    else lone.push(value)
  }
  const rests = [...lone, ...(b.rest ? [b.rest] : [])]
  if (rests.length > 0 && !a.rest) found.grown = true
  if (a.positional.length > length || a.keywords.size > keywords.size) found.grown = true
  return {
    positional: a.positional.slice(0, length).map((value, at) => widened(found, value, b.positional[at]!)),
    keywords,
    rest: rests.reduce<Value | null>((rest, value) => (rest ? widened(found, rest, value) : value), a.rest),
  }
}

/** The arguments of a function that called itself: whatever it may be called with further down. */
export function general(args: Arguments): Arguments {
  return {
    positional: args.positional.map(anyOf),
    keywords: new Map([...args.keywords].map(([name, value]) => [name, anyOf(value)])),
    rest: args.rest && anyOf(args.rest),
  }
}

function anyOf({ things }: Value): Value {
  return { things }
}
