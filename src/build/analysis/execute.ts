/** Statements, as they run: at the level of a cell one by one, inside functions all as part of the call. */
import { assign, augment, remove } from './assign.ts'
import { evaluate, readTruth, truth } from './evaluate.ts'
import { defineClass, defineFunction } from './functions.ts'
import { runImport } from './imports.ts'
import { readPrintSettings } from './library.ts'
import { runMatch } from './match.ts'
import { either, eitherOf, NONE, SCALAR, type Value, valueOf } from './domain.ts'
import type { Exit, Machine } from './machine.ts'
import { bindingFrame } from './scopes.ts'
import { childOf, childrenOf, type SyntaxNode } from './syntax.ts'
import { blockOf, clausesOf } from './units.ts'

/** Says which statement runs now, for statements that are units of the program; null inside functions. */
export type Enter = (node: SyntaxNode) => void

/** Runs statements until one of them leaves. */
export function executeBlock(machine: Machine, nodes: readonly SyntaxNode[], enter: Enter): void {
  for (const node of nodes) {
    if (!machine.live) return
    execute(machine, node, enter)
    const attempt = machine.tries.at(-1)
    if (attempt && machine.live) machine.leaveTo(attempt)
  }
}

export function execute(machine: Machine, node: SyntaxNode, enter: Enter): void {
  reenter(machine, node, enter)
  const block = (nodes: readonly SyntaxNode[]) => executeBlock(machine, nodes, enter)
  switch (node.type) {
    case 'expression_statement':
      for (const part of node.parts) expression(machine, part)
      return
    case 'if_statement':
      runIf(machine, node, block, enter)
      return
    case 'for_statement':
    case 'while_statement':
      runLoop(machine, node, block, enter)
      return
    case 'try_statement':
      runTry(machine, node, block, enter)
      return
    case 'with_statement':
      runWith(machine, node, block, enter)
      return
    case 'match_statement':
      runMatch(machine, node, block, () => reenter(machine, node, enter))
      return
    case 'function_definition':
      bindName(machine, childOf(node, 'name')!.text, defineFunction(machine, node))
      return
    case 'class_definition':
      bindName(machine, childOf(node, 'name')!.text, defineClass(machine, node))
      return
    case 'decorated_definition':
      runDecorated(machine, node)
      return
    case 'import_statement':
    case 'import_from_statement':
    case 'future_import_statement':
      runImport(machine, node)
      return
    case 'return_statement': {
      const value = node.parts[0] ? evaluate(machine, node.parts[0]) : NONE
      const call = machine.returns.at(-1)
      if (call) {
        call.value = call.value ? either(call.value, value) : value
        machine.leaveTo(call.exit)
      }
      machine.live = false
      return
    }
    case 'raise_statement': {
      for (const part of node.parts) machine.readDeep(evaluate(machine, part))
      const attempt = machine.tries.at(-1)
      if (attempt) machine.leaveTo(attempt)
      machine.live = false
      return
    }
    case 'break_statement':
    case 'continue_statement': {
      const loop = machine.loops.at(-1)
      if (loop) machine.leaveTo(node.type === 'break_statement' ? loop.breaks : loop.continues)
      machine.live = false
      return
    }
    case 'delete_statement':
      for (const part of node.parts) remove(machine, part)
      return
    case 'assert_statement':
      for (const part of node.parts) machine.readDeep(evaluate(machine, part))
      return
    case 'type_alias_statement': {
      const [left, right] = node.parts
      evaluate(machine, right!)
      bindName(machine, left!.text, SCALAR)
      return
    }
    case 'global_statement':
    case 'nonlocal_statement':
    case 'pass_statement':
    case 'comment':
      return
    default:
      for (const part of node.parts) machine.readDeep(evaluate(machine, part))
  }
}

function reenter(machine: Machine, node: SyntaxNode, enter: Enter): void {
  if (machine.calls.length === 0 && machine.quoted === 0 && machine.scope.kind !== 'class') enter(node)
}

function bindName(machine: Machine, name: string, value: Value): void {
  machine.write(bindingFrame(machine, name), name, value)
}

function expression(machine: Machine, node: SyntaxNode): void {
  switch (node.type) {
    case 'assignment': {
      const right = childOf(node, 'right')
      const type = childOf(node, 'type')
      if (type) evaluate(machine, type)
      if (right) assign(machine, childOf(node, 'left')!, evaluate(machine, right))
      return
    }
    case 'augmented_assignment': {
      const value = evaluate(machine, childOf(node, 'right')!)
      augment(machine, childOf(node, 'left')!, childOf(node, 'operator')!.type, value, node)
      return
    }
    default: {
      const value = evaluate(machine, node)
      if (node !== machine.last) return
      machine.showing = true
      machine.readDeep(value)
      readPrintSettings(machine)
      machine.showing = false
      machine.trace.value = value
    }
  }
}

function runIf(
  machine: Machine,
  node: SyntaxNode,
  block: (nodes: readonly SyntaxNode[]) => void,
  enter: Enter,
): void {
  const clauses = clausesOf(node)
  const run = (at: number): void => {
    const clause = clauses[at]
    if (!clause) return
    const condition = childOf(clause.node, 'condition')
    if (!condition) {
      block(clause.block.parts)
      return
    }
    reenter(machine, node, enter)
    const known = truth(readTruth(machine, condition))
    if (known === true) block(clause.block.parts)
    else if (known === false) run(at + 1)
    else machine.branches([() => block(clause.block.parts), () => run(at + 1)])
  }
  run(0)
}

function runLoop(
  machine: Machine,
  node: SyntaxNode,
  block: (nodes: readonly SyntaxNode[]) => void,
  enter: Enter,
): void {
  const breaks: Exit = { store: null }
  const body = childOf(node, 'body')!
  const otherwise = childrenOf(node, 'alternative')[0]
  const isFor = node.type === 'for_statement'
  const source = isFor ? evaluate(machine, childOf(node, 'right')!) : SCALAR
  let always = false
  machine.repeat(() => {
    reenter(machine, node, enter)
    if (isFor) assign(machine, childOf(node, 'left')!, machine.parts.elements(source, node))
    else always = truth(readTruth(machine, childOf(node, 'condition')!)) === true
    const continues: Exit = { store: null }
    machine.loops.push({ breaks, continues })
    block(body.parts)
    machine.loops.pop()
    if (continues.store) {
      machine.store = machine.live ? machine.join(machine.store, continues.store) : continues.store
      machine.live = true
    }
  })
  if (always) machine.live = false
  else if (otherwise) block(blockOf(otherwise)!.parts)
  if (breaks.store) {
    machine.store = machine.live ? machine.join(machine.store, breaks.store) : breaks.store
    machine.live = true
  }
}

function runTry(
  machine: Machine,
  node: SyntaxNode,
  block: (nodes: readonly SyntaxNode[]) => void,
  enter: Enter,
): void {
  const clauses = clausesOf(node)
  const raised: Exit = { store: null }
  const handlers = clauses.filter((clause) => /^except/.test(clause.node.type))
  const otherwise = clauses.find((clause) => clause.node.type === 'else_clause')
  const last = clauses.find((clause) => clause.node.type === 'finally_clause')
  machine.tries.push(raised)
  machine.leaveTo(raised)
  block(clauses[0]!.block.parts)
  machine.tries.pop()
  const outer = machine.tries.at(-1)
  if (outer && raised.store)
    outer.store = outer.store ? machine.join(outer.store, raised.store) : new Map(raised.store)
  if (otherwise && machine.live) block(otherwise.block.parts)
  let after = machine.live ? machine.store : null
  if (raised.store)
    for (const handler of handlers) {
      machine.store = new Map(raised.store)
      machine.live = true
      reenter(machine, node, enter)
      handlerHeader(machine, handler.node)
      block(handler.block.parts)
      if (machine.live) after = after ? machine.join(after, machine.store) : machine.store
    }
  machine.live = after !== null
  machine.store = after ?? machine.store
  if (last) {
    const live = machine.live
    machine.live = true
    block(last.block.parts)
    machine.live = live && machine.live
  }
}

function handlerHeader(machine: Machine, node: SyntaxNode): void {
  const value = childOf(node, 'value')
  if (!value) return
  if (value.type !== 'as_pattern') {
    evaluate(machine, value)
    return
  }
  evaluate(machine, value.parts[0]!)
  const alias = childOf(value, 'alias')
  if (alias?.parts[0]) assign(machine, alias.parts[0], valueOf(machine.make('exception', value)))
}

function runWith(
  machine: Machine,
  node: SyntaxNode,
  block: (nodes: readonly SyntaxNode[]) => void,
  enter: Enter,
): void {
  const items =
    node.parts
      .find((part) => part.type === 'with_clause')
      ?.parts.filter((part) => part.type === 'with_item') ?? []
  const managers: Value[] = []
  for (const item of items) {
    const value = childOf(item, 'value')!
    const manager = evaluate(machine, value.type === 'as_pattern' ? value.parts[0]! : value)
    managers.push(manager)
    const entered = machine.parts.callMethod(
      manager,
      '__enter__',
      { positional: [], keywords: new Map(), rest: null },
      item,
    )
    const alias = value.type === 'as_pattern' ? childOf(value, 'alias') : undefined
    if (alias) for (const part of alias.parts) assign(machine, part, entered)
  }
  block(childOf(node, 'body')!.parts)
  const live = machine.live
  reenter(machine, node, enter)
  for (const manager of managers.toReversed())
    machine.parts.callMethod(
      manager,
      '__exit__',
      { positional: [SCALAR, SCALAR, SCALAR], keywords: new Map(), rest: null },
      node,
    )
  machine.live = live
}

function runDecorated(machine: Machine, node: SyntaxNode): void {
  const definition = childOf(node, 'definition')!
  const decorators = node.parts
    .filter((part) => part.type === 'decorator')
    .map((part) => evaluate(machine, part.parts[0]!))
  let value =
    definition.type === 'class_definition'
      ? defineClass(machine, definition)
      : defineFunction(machine, definition)
  for (const decorator of decorators.toReversed())
    value = eitherOf([
      machine.parts.call(decorator, { positional: [value], keywords: new Map(), rest: null }, node),
    ])
  bindName(machine, childOf(definition, 'name')!.text, value)
}
