/** Deleting names, attributes and elements. */
import { readVariable, setVariable } from '../calls/environment.ts'
import { destroy } from './assign.ts'
import { memberOf, uncover } from '../objects/classes.ts'
import { constant, SCALAR, type Thing, valueOf } from '../domain.ts'
import { changeIfHidden } from '../objects/hidden.ts'
import type { Machine } from '../machine.ts'
import { callSpecial } from '../expressions/operators.ts'
import { attributeName, bindingFrame, nameOf } from '../functions/scopes.ts'
import { constantKey, type Key, keyOf } from '../expressions/subscripts.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'

/** A property deletes as its class says. */
function deleteProperty(machine: Machine, thing: Thing, name: string, node: SyntaxNode): void {
  const member = thing.data?.sort === 'instance' ? memberOf(machine, thing.data.class, name) : undefined
  for (const { data } of member?.things ?? [])
    if (data?.sort === 'wrapper' && data.deleter)
      machine.parts.call(
        data.deleter,
        { positional: [valueOf(thing)], keywords: new Map(), rest: null },
        node,
      )
    else if (data?.sort === 'instance')
      for (const each of member!.things)
        callSpecial(machine, valueOf(each), '__delete__', [valueOf(thing)], node)
}

/** `del target`: reading it afterwards is an error, not a value. */
export function remove(machine: Machine, target: SyntaxNode): void {
  switch (target.type) {
    case 'identifier': {
      const name = nameOf(target)
      const frame = bindingFrame(machine, name)
      const slot = machine.readPlace(frame, name)
      if (slot) destroy(machine, slot.value, target)
      machine.write(frame, name, SCALAR)
      const place = machine.places.of(frame, name)
      machine.store.set(place, { ...machine.store.get(place)!, deleted: true })
      return
    }
    case 'subscript': {
      const object = machine.parts.evaluate(childOf(target, 'value')!)
      const key = keyOf(machine, target, object)
      for (const thing of object.things)
        removeElement(machine, thing, key, object.things.length === 1, target)
      changeIfHidden(machine, object, SCALAR)
      return
    }
    case 'attribute': {
      const object = machine.parts.evaluate(childOf(target, 'object')!)
      const name = attributeName(childOf(target, 'attribute')!)
      callSpecial(machine, object, '__delattr__', [constant(name)], target)
      for (const thing of object.things) {
        deleteProperty(machine, thing, name, target)
        machine.readKey(thing, name)
        machine.write(thing, name, SCALAR, { weak: true })
        uncover(machine, thing, name)
      }
      return
    }
    default:
      for (const part of target.parts) remove(machine, part)
  }
}

function removeElement(machine: Machine, thing: Thing, key: Key, only: boolean, node: SyntaxNode): void {
  const name = constantKey(key)
  if (machine.caught) machine.lookAt(thing)
  if (thing.data?.sort === 'instance') {
    callSpecial(machine, valueOf(thing), '__delitem__', [key.value], node)
    machine.change(thing)
  } else if (thing.data?.sort === 'library') {
    if (thing.data.path === 'os.environ') {
      readVariable(machine, name ?? null)
      setVariable(machine, name ?? null)
    } else machine.change(thing)
  } else if (name !== undefined && thing === machine.globals.frame) {
    // `del globals()['name']`
    machine.readKey(thing, name)
    machine.remove(thing, name)
  } else if (
    name !== undefined &&
    only &&
    /^(?:dict|pandas\.DataFrame|collections\.(?:OrderedDict|defaultdict))$/.test(thing.type)
  ) {
    // What deletes a key needs the key to be there.
    machine.readKey(thing, name)
    machine.remove(thing, name)
  } else machine.change(thing)
}
