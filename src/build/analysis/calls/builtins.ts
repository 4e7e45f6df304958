/** Calls of Python's own functions. */
import { attributeOf, spaceOf } from '../expressions/attributes.ts'
import { superOf, uncover } from '../classes.ts'
import { writeAttribute } from '../statements/assign.ts'
import {
  constant,
  either,
  eitherOf,
  heldOf,
  NONE,
  SCALAR,
  SOURCE,
  TEXT,
  type Thing,
  type Value,
  valueOf,
} from '../domain.ts'
import { exactElements, fill } from '../exact.ts'
import { snapshot } from '../frames.ts'
import { BUILTINS } from '../knowledge/builtins.ts'
import { isData } from '../knowledge/types.ts'
import { effect } from '../knowledge/effect.ts'
import { applyEffect, readPrintSettings } from './library.ts'
import type { Machine } from '../machine.ts'
import type { Arguments } from '../trace.ts'
import { callSpecial } from '../expressions/operators.ts'
import { openFile } from './scalars.ts'
import { evaluateText, opaque } from './special.ts'
import { typeOf } from '../types.ts'
import type { SyntaxNode } from '../syntax.ts'
import { allOf, callBack, unknownCall } from './unknown.ts'

/**
 * What a call of Python's own function gives; what is not handled by name is a call of what nobody knows.
 *
 * @param name without `builtins.`
 */
export function callBuiltin(machine: Machine, name: string, args: Arguments, node: SyntaxNode): Value {
  const all = allOf(args)
  const [first, second, third] = args.positional
  switch (name) {
    case 'print': {
      machine.readDeep(all)
      readPrintSettings(machine)
      const file = args.keywords.get('file')
      for (const thing of file?.things ?? []) if (thing.data?.sort !== 'library') machine.change(thing)
      if (
        !file ||
        file.things.some((thing) => thing.data?.sort === 'library' && thing.data.path === 'sys.stdout') ||
        file.things.length === 0
      )
        machine.print(true)
      return NONE
    }
    case 'input': {
      machine.readDeep(all)
      machine.print(true)
      const sys = machine.library('sys')
      if (machine.has(sys, 'stdin'))
        for (const thing of machine.readKey(sys, 'stdin').things) machine.consume(thing)
      return TEXT
    }
    case 'open':
      return openFile(
        machine,
        first ?? args.keywords.get('file') ?? SCALAR,
        second ?? args.keywords.get('mode'),
        node,
      )
    case 'getattr': {
      const value =
        typeof second?.constant === 'string' && first
          ? attributeOf(machine, first, second.constant, node)
          : {
              things: [
                ...(first?.things ?? []),
                ...eitherOf((first?.things ?? []).map((thing) => machine.readShallow(thing))).things,
              ],
            }
      return third ? either(value, third) : value
    }
    case 'setattr':
      for (const thing of first?.things ?? [])
        if (typeof second?.constant === 'string')
          writeAttribute(machine, thing, second.constant, third ?? SCALAR, first!.things.length === 1, node)
        else machine.change(thing, { stored: third ?? SCALAR })
      return NONE
    case 'delattr':
      callSpecial(machine, first ?? SCALAR, '__delattr__', [second ?? SCALAR], node)
      for (const thing of first?.things ?? []) {
        const keys = typeof second?.constant === 'string' ? [second.constant] : [...thing.keys]
        machine.change(thing)
        for (const key of keys) if (machine.has(thing, key)) uncover(machine, thing, key)
      }
      return NONE
    case 'hasattr':
      for (const thing of first?.things ?? []) {
        machine.readShallow(thing)
        // It asks for it.
        if (thing.data?.sort === 'instance' && typeof second?.constant === 'string')
          attributeOf(machine, valueOf(thing), second.constant, node)
      }
      return SCALAR
    case 'vars':
    case 'dir':
      if (!first) return valueOf(machine.scope.frame)
      if (name === 'dir') machine.readDeep(first)
      return name === 'vars'
        ? eitherOf(first.things.map((thing) => spaceOf(machine, thing, node)))
        : valueOf(machine.make('list', node))
    case 'globals':
      return valueOf(machine.globals.frame)
    case 'locals':
      return machine.scope.kind === 'function'
        ? snapshot(machine, machine.scope.frame, node)
        : valueOf(machine.scope.frame)
    case 'eval':
    case 'exec':
      machine.readDeep(all)
      if (typeof first?.constant === 'string' && args.positional.length === 1) {
        const value = evaluateText(machine, first.constant, name)
        if (value) return value
      }
      return opaque(machine, node, name === 'eval' ? 'reads' : 'changes')
    case 'super':
      return superIn(machine, args, node)
    case 'property':
      return valueOf(
        machine.make('wrapper', node, {
          data: { sort: 'wrapper', kind: 'property', getter: first ?? SCALAR, setter: second ?? SCALAR },
        }),
      )
    case 'staticmethod':
    case 'classmethod':
      return valueOf(
        machine.make('wrapper', node, {
          data: {
            sort: 'wrapper',
            kind: name === 'classmethod' ? 'class' : 'static',
            getter: first ?? SCALAR,
            setter: SCALAR,
          },
        }),
      )
    case 'type':
      if (args.positional.length === 1)
        return eitherOf(first!.things.map((thing) => typeOf(machine, thing, node)))
      return unknownCall(machine, SCALAR, args, node)
    case '__import__':
      if (first?.constant === '__main__') return valueOf(machine.globals.frame)
      return typeof first?.constant === 'string'
        ? valueOf(machine.library(first.constant))
        : valueOf(machine.make('unknown', node))
    case 'iter':
      if (args.positional.length > 1)
        return iterator(
          machine,
          node,
          () =>
            machine.parts.call(first ?? SCALAR, { positional: [], keywords: new Map(), rest: null }, node),
          all,
        )
      return iterator(
        machine,
        node,
        () => machine.parts.elements(first ?? SCALAR, node),
        either(
          {
            things:
              first?.things.filter(
                (thing) => thing.data?.sort === 'lazy' || thing.data?.sort === 'instance',
              ) ?? [],
          },
          SCALAR,
        ),
      )
    case 'next': {
      const special = callSpecial(machine, first ?? SCALAR, '__next__', [], node)
      const given = (first?.things ?? [])
        .filter((thing) => thing.data?.sort !== 'instance')
        .map((thing) => machine.consume(thing))
      return eitherOf([special, ...given, ...(second ? [second] : [])])
    }
    case 'map':
    case 'filter': {
      const sources = args.positional.slice(1)
      return iterator(
        machine,
        node,
        () => {
          const items = sources.map((source) => machine.parts.elements(source, node))
          const called =
            first && first.things.length > 0 && first.constant !== null
              ? machine.maybe(() =>
                  machine.parts.call(first, { positional: items, keywords: new Map(), rest: null }, node),
                )
              : undefined
          return name === 'map' ? { things: called?.things ?? [] } : eitherOf(items)
        },
        all,
      )
    }
    case 'zip':
    case 'enumerate': {
      const run = (): Value => {
        const items = args.positional
          .slice(0, name === 'zip' ? undefined : 1)
          .map((source) => machine.parts.elements(source, node))
        const tuple = machine.make('tuple', node)
        fill(machine, tuple, name === 'zip' ? items : [SCALAR, items[0] ?? SCALAR])
        return valueOf(tuple)
      }
      return iterator(machine, node, run, all)
    }
    case 'reversed':
      callSpecial(machine, first ?? SCALAR, '__reversed__', [], node)
      return iterator(machine, node, () => machine.parts.elements(first ?? SCALAR, node), all)
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
    case 'sorted': {
      const exact =
        first && name !== 'set' && name !== 'sorted' && name !== 'frozenset'
          ? exactElements(machine, first)
          : undefined
      const given = first && !exact ? machine.parts.elements(first, node) : SCALAR
      if (name === 'sorted') {
        machine.readDeep(given)
        callBack(machine, all, given, node)
      }
      const thing = machine.make(name === 'sorted' ? 'list' : name === 'frozenset' ? 'set' : name, node, {
        content: heldOf(given),
      })
      if (exact) fill(machine, thing, exact)
      return valueOf(thing)
    }
    case 'dict': {
      const pairs = first ? machine.parts.elements(first, node) : SCALAR
      const values = pairs.things.flatMap((thing) =>
        /^(?:tuple|list)$/.test(thing.type) ? machine.readShallow(thing).things : [],
      )
      const held = [
        pairs,
        { things: values },
        ...(first?.things ?? []).map((thing) => machine.readShallow(thing)),
      ]
      const thing = machine.make('dict', node, { content: { things: eitherOf(held).things } })
      for (const [key, value] of args.keywords) machine.write(thing, key, value)
      if (args.rest) machine.change(thing, { stored: args.rest })
      return valueOf(thing)
    }
    case 'str':
      machine.readDeep(all)
      return typeof first?.constant === 'string' ? constant(first.constant) : TEXT
    case 'len':
    case 'any':
    case 'all':
      for (const source of args.positional)
        if (source.things.some((thing) => thing.data?.sort === 'lazy')) machine.parts.elements(source, node)
      machine.readDeep(all)
      return SCALAR
    case 'first': // what a decorator that was given options decorates
      return first ?? SCALAR
    case 'exit':
    case 'quit':
      machine.live = false
      return NONE
    case 'memoryview':
      machine.readDeep(all)
      return first ?? SCALAR
    case 'abs':
    case 'round':
    case 'pow':
    case 'divmod': {
      machine.readDeep(all)
      const special = callSpecial(machine, first ?? SCALAR, `__${name}__`, second ? [second] : [], node)
      const reflected = callSpecial(machine, second ?? SCALAR, `__r${name}__`, first ? [first] : [], node)
      const data = all.things.find(({ type }) => isData(type))
      if (!data) return either(special, reflected)
      const made = machine.make(data.type, node)
      return either(special, valueOf(name === 'divmod' ? pairOf(machine, made, node) : made))
    }
    case 'isinstance':
    case 'issubclass': {
      const classes = (second?.things ?? []).flatMap((thing) =>
        thing.type === 'tuple' ? machine.readShallow(thing).things : [thing],
      )
      const check = name === 'isinstance' ? '__instancecheck__' : '__subclasscheck__'
      callSpecial(machine, { things: classes }, check, [first ?? SCALAR], node)
      return SCALAR
    }
    case 'callable':
      return SCALAR
    case 'id':
      return machine.addresses ? valueOf(machine.make('unknown', node, { content: all })) : SCALAR
  }
  const entry = BUILTINS.get(name)
  if (entry !== undefined) return applyEffect(machine, effect(entry), null, args, node)
  // Exceptions and warnings: objects that hold what they are told.
  return valueOf(machine.make('exception', node, { content: all }))
}

function pairOf(machine: Machine, part: Thing, node: SyntaxNode): Thing {
  const pair = machine.make('tuple', node)
  fill(machine, pair, [valueOf(part), valueOf(part)])
  return pair
}

function iterator(machine: Machine, node: SyntaxNode, consume: () => Value, held: Value): Value {
  const things = held.things.filter((thing) => thing.data?.sort !== 'function')
  const thing = machine.make('generator', node, { data: { sort: 'lazy', consume, given: held } })
  machine.write(thing, SOURCE, { things })
  return valueOf(thing)
}

/** `super()` in a method, or `super(A, self)` anywhere. */
function superIn(machine: Machine, args: Arguments, node: SyntaxNode): Value {
  const data = machine.calls.at(-1)?.function.data
  const named = args.positional[0]?.things.find((thing) => thing.data?.sort === 'class')
  const owner = named ?? (data?.sort === 'function' ? data.owner : null)
  if (!owner) return SCALAR
  const parameter =
    data?.sort === 'function'
      ? data.node.children.find((child) => child.field === 'parameters')?.parts[0]
      : undefined
  const self = args.positional[1] ?? (parameter ? machine.parts.evaluate(parameter) : SCALAR)
  return superOf(machine, owner, self, node)
}
