/** `unittest.mock.patch` and its kin: what stands under a name elsewhere is replaced, and the stand-in counts its calls. */
import { type Thing, type Value, valueOf } from '../../domain.ts'
import { setVariable } from '../environment.ts'
import type { Machine } from '../../machine.ts'
import type { Call, Calls } from '../call.ts'
import { allOf } from '../unknown.ts'

export const MOCKING: Calls = {
  'unittest.mock.patch': patchPath,
  'unittest.mock.patch.object': patchObject,
  'unittest.mock.patch.multiple': patchMultiple,
  'unittest.mock.patch.dict': patchDictionary,
}

function patchPath(call: Call): Value | undefined {
  const path = call.first?.constant ?? call.args.keywords.get('target')?.constant
  return typeof path === 'string' ? replace(call, ownerOf(call.machine, path), [lastOf(path)]) : undefined
}

function patchObject(call: Call): Value | undefined {
  const name = call.second?.constant ?? call.args.keywords.get('attribute')?.constant
  const owner = call.first ?? call.args.keywords.get('target')
  return typeof name === 'string' && owner ? replace(call, owner.things, [name]) : undefined
}

function patchMultiple(call: Call): Value | undefined {
  const { machine, args, first } = call
  const owner = typeof first?.constant === 'string' ? [machine.library(first.constant)] : first?.things
  return owner && replace(call, owner, [...args.keywords.keys()])
}

/** `patch.dict('os.environ', {...})`; a dictionary of the notebook's own is changed like by any call that nobody knows. */
function patchDictionary({ machine, first }: Call): undefined {
  const isEnvironment =
    first?.constant === 'os.environ' ||
    first?.things.some(({ data }) => data?.sort === 'library' && data.path === 'os.environ')
  if (isEnvironment === true) setVariable(machine, null)
}

/** From when it is asked for, the stand-in may stand there: entered now, later or by a decorator. */
function replace({ machine, args, node }: Call, owners: readonly Thing[], names: readonly string[]): Value {
  const given = allOf(args)
  machine.readDeep(given)
  const standIn = valueOf(
    machine.make('unknown', node, {
      content: { things: given.things.filter((each) => !owners.includes(each)) },
    }),
  )
  for (const owner of owners) for (const name of names) machine.write(owner, name, standIn, { weak: true })
  return standIn
}

function ownerOf(machine: Machine, path: string): readonly Thing[] {
  const owner = path.slice(0, Math.max(0, path.lastIndexOf('.')))
  return [owner === '__main__' ? machine.globals.frame : machine.library(owner)]
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}
