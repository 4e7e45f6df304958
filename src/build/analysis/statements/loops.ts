/** `for` and `while`: round by round where each round is known, else until nothing new is learned. */
import { assign } from './assign.ts'
import type { Value } from '../domain.ts'
import { evaluate, readTruth, truth } from '../evaluate.ts'
import { exactElements } from '../objects/exact.ts'
import type { Machine } from '../machine.ts'
import { childOf, childrenOf, type SyntaxNode } from '../syntax.ts'
import type { Exit } from '../trace.ts'
import { blockOf } from '../units.ts'

/** So many rounds, loops within loops multiplied, are gone through one by one. */
const MOST_ROUNDS = 24

/**
 * @param block   runs the statements of a body
 * @param reenter says that the loop's own header runs again: what it needs is the loop's
 */
export function runLoop(
  machine: Machine,
  node: SyntaxNode,
  block: (nodes: readonly SyntaxNode[]) => void,
  reenter: () => void,
): void {
  const breaks: Exit = { store: null }
  const body = childOf(node, 'body')!
  const otherwise = childrenOf(node, 'alternative')[0]
  const round = (): void => {
    const continues: Exit = { store: null }
    machine.loops.push({ breaks, continues })
    block(body.parts)
    machine.loops.pop()
    if (continues.store) {
      machine.store = machine.live ? machine.join(machine.store, continues.store) : continues.store
      machine.live = true
    }
  }
  let always = false as boolean
  if (node.type === 'for_statement') {
    const source = evaluate(machine, childOf(node, 'right')!)
    const roundWith = (item: Value): void => {
      assign(machine, childOf(node, 'left')!, item)
      round()
    }
    if (!goThrough(machine, source, reenter, roundWith))
      machine.repeat(() => {
        reenter()
        roundWith(machine.parts.elements(source, node))
      })
  } else
    machine.repeat(() => {
      reenter()
      const known = truth(readTruth(machine, childOf(node, 'condition')!))
      always = known === true
      if (known === false && machine.calls.length === 0) return
      round()
    })
  if (always) machine.live = false
  else if (otherwise && machine.live) block(blockOf(otherwise)!.parts)
  if (breaks.store) {
    machine.store = machine.live ? machine.join(machine.store, breaks.store) : breaks.store
    machine.live = true
  }
}

/**
 * Goes through a list or tuple whose elements are all known by position, one after the other.
 *
 * @returns false when they are not, or no longer: what comes then is not known
 */
function goThrough(
  machine: Machine,
  source: Value,
  reenter: () => void,
  round: (item: Value) => void,
): boolean {
  const items = exactElements(machine, source)
  if (!items || items.length === 0 || items.length * machine.rounds > MOST_ROUNDS) return false
  machine.rounds *= items.length
  let known = true
  for (let at = 0; at <= items.length && machine.isLive(); at += 1) {
    reenter()
    // The rounds before may have changed what they go through, the last one too.
    const now = exactElements(machine, source)
    known = now?.length === items.length
    if (!known) break
    if (at < items.length) round(now![at]!)
  }
  machine.rounds /= items.length
  return known
}
