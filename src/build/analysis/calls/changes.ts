/** What a library's function or method writes into: its receiver, and what it is given. */
import { eitherOf, heldOf, isVague, mayBeOther, SCALAR, type Thing, type Value } from '../domain.ts'
import type { Effect } from '../knowledge/effect.ts'
import type { Machine } from '../machine.ts'
import { fitDeep, setParameters } from '../objects/estimators.ts'
import { changeVague } from '../objects/hidden.ts'
import type { SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'
import { allOf } from './unknown.ts'

/** Changes what an effect says. @param inPlace what it stores comes behind what is there */
export function change(
  machine: Machine,
  effect: Effect,
  receiver: Thing | null,
  args: Arguments,
  node: SyntaxNode,
  inPlace: boolean,
): void {
  const things = allOf(args)
  for (const target of effect.changes) {
    const value = changedArgument(target, args)
    if (value !== undefined) {
      // It is not put into itself.
      const stored = { ...things, things: things.things.filter((each) => !value.things.includes(each)) }
      machine.changeDeep(value, true, stored)
      if (isVague(value)) changeVague(machine, things)
    } else if (receiver && target === 'self') {
      const stored =
        effect.stores === 'arguments'
          ? args.positional.some(isVague)
            ? { ...things, vague: true as const }
            : things
          : effect.stores === 'elements'
            ? elementsOfAll(machine, args, node)
            : SCALAR
      machine.change(receiver, { stored, inPlace })
    } else if (receiver && target === 'parameters') setParameters(machine, receiver, things)
    else if (receiver && target === 'deep') fitDeep(machine, receiver, effect, things)
  }
}

/** The argument that an effect says is changed, where the call has it. */
function changedArgument(target: number | string, args: Arguments): Value | undefined {
  if (typeof target === 'string')
    return /^(?:self|deep|parameters)$/.test(target) ? undefined : args.keywords.get(target)
  return args.positional[target] ?? (target < 2 ? named(args) : undefined) ?? args.rest ?? undefined
}

/** Arrays that it was told to write its result into, and gives back: `numpy.add(a, b, c)`, `a.clip(0, 1, c)`. */
export function writtenInto(effect: Effect, args: Arguments): Value {
  if (effect.gives !== 'numpy.ndarray' && effect.gives !== 'same') return SCALAR
  const things = effect.changes.flatMap((target) => changedArgument(target, args)?.things ?? [])
  return { things: things.filter(({ data }) => data?.sort !== 'library') }
}

/** What a function changes, where it is given by name: `np.copyto(dst=a, src=b)`, `json.dump(obj, fp=file)`. */
function named({ keywords }: Arguments): Value | undefined {
  return CHANGED.map((name) => keywords.get(name)).find((value) => value !== undefined)
}
const CHANGED = ['fp', 'file', 'dst', 'a', 'arr', 'x', 'array']

function elementsOfAll(machine: Machine, args: Arguments, node: SyntaxNode): Value {
  const values = [...args.positional, ...(args.rest ? [args.rest] : [])].flatMap((value) => [
    machine.parts.elements(value, node),
    ...value.things.filter((thing) => thing.type === 'dict').map((thing) => machine.readShallow(thing)),
  ])
  return heldOf(eitherOf([...values, ...args.keywords.values()]))
}

/** `numpy.median(a, overwrite_input=True)`, `scipy.linalg.inv(a, True)`, `scipy.stats.mstats.winsorize(a, inplace=True)` */
export function mayOverwrite(effect: Effect, receiver: Thing | null, args: Arguments): boolean {
  const told = [...args.keywords].filter(([name]) =>
    receiver === null ? /^(?:overwrite|inplace$)/.test(name) : /^overwrite/.test(name),
  )
  return (
    told.some(([, value]) => mayBeOther(value, false)) ||
    effect.overwrites.some((at) => mayBeOther(args.positional[at], false)) ||
    (effect.overwrites.length > 0 && args.rest !== null)
  )
}
