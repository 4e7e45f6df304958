/** Statements, as they run: at the level of a cell one by one, inside functions all as part of the call. */
import { assign } from './statements/assign.ts'
import { augment } from './statements/augment.ts'
import { isCalm } from './statements/calm.ts'
import { remove } from './statements/deleting.ts'
import { evaluate, readTruth, sequence, truth } from './evaluate.ts'
import { annotation, defineClass, defineFunction } from './functions/functions.ts'
import { runImport } from './statements/imports.ts'
import { readPrintSettings, runWithin } from './calls/settings.ts'
import { hasOwnText } from './objects/plain.ts'
import { runLoop } from './statements/loops.ts'
import { runMatch } from './statements/match.ts'
import { either, eitherOf, NONE, oneOf, SCALAR, Thing, type Value, valueOf } from './domain.ts'
import { PATCHED_OPERATORS, type Machine } from './machine.ts'
import type { Exit } from './trace.ts'
import { bindingFrame, nameOf } from './functions/scopes.ts'
import { maySwallow } from './statements/swallow.ts'
import { childOf, type SyntaxNode } from './syntax.ts'
import { clausesOf } from './units.ts'

/** Says which statement runs now, for statements that are units of the program; null inside functions. */
export type Enter = (node: SyntaxNode) => void

/** Runs statements until one of them leaves. */
export function executeBlock(machine: Machine, nodes: readonly SyntaxNode[], enter: Enter): void {
  for (const node of nodes) {
    if (!machine.live) return
    execute(machine, node, enter)
    const attempt = machine.tries.at(-1)
    if (attempt && machine.isLive()) machine.leaveTo(attempt)
  }
}

/**
 * Runs one statement, with what its body holds.
 *
 * @param enter is told about the statements in its body as they run
 */
export function execute(machine: Machine, node: SyntaxNode, enter: Enter): void {
  reenter(machine, node, enter)
  machine.readSetting(PATCHED_OPERATORS)
  // Where errors are caught, what turns warnings into errors decides what happens.
  if (machine.caught) {
    machine.readSetting('warnings')
    machine.readSetting('how numpy warns')
  }
  const block = (nodes: readonly SyntaxNode[]) => executeBlock(machine, nodes, enter)
  if (machine.calls.length === 0 && node.children[0]?.type === 'async' && /^(?:for|with)_/.test(node.type))
    machine.obstacle({ kind: 'await' })
  switch (node.type) {
    case 'expression_statement':
      if (machine.caught)
        machine.calm.set(
          node,
          machine.calm.get(node) !== false && node.parts.every((part) => isCalm(machine, part)),
        )
      // `a, b` without parentheses is one value, shown as a whole.
      if (node === machine.last) show(machine, sequence(machine, node))
      else for (const part of node.parts) expression(machine, part)
      return
    case 'if_statement':
      runIf(machine, node, block, enter)
      return
    case 'for_statement':
    case 'while_statement':
      runLoop(machine, node, block, () => reenter(machine, node, enter))
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
      bindName(machine, nameOf(childOf(node, 'name')!), defineFunction(machine, node))
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
        call.value = call.value ? oneOf(call.value, value) : value
        machine.leaveTo(call.exit)
      }
      machine.live = false
      return
    }
    case 'raise_statement': {
      for (const part of node.parts) {
        const raised = evaluate(machine, part)
        machine.readDeep(raised)
        machine.raised = either(machine.raised, { things: raised.things.filter(isObject) })
      }
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
      if (type) annotation(machine, type)
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
      if (node === machine.last) show(machine, value)
    }
  }
}

/** Shows the value of a cell's last expression. */
function show(machine: Machine, value: Value): void {
  machine.showing = true
  machine.readDeep(value)
  readPrintSettings(machine, hasOwnText(machine, value))
  machine.showing = false
  machine.trace.value = value
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
    if (known !== undefined && machine.calls.length > 0) {
      // Inside a call the branch is as good as decided; a cell keeps its guards and both of their sides.
      if (known) block(clause.block.parts)
      else run(at + 1)
      return
    }
    machine.branches([
      () => untaken(machine, known === false, () => block(clause.block.parts)),
      () => untaken(machine, known === true, () => run(at + 1)),
    ])
  }
  run(0)
}

/** Runs a branch that this run does not take: names that it misses are nobody's trouble. */
function untaken(machine: Machine, isUntaken: boolean, run: () => void): void {
  machine.untaken += isUntaken ? 1 : 0
  run()
  machine.untaken -= isUntaken ? 1 : 0
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
  const leaving = last ? intercept(machine) : []
  machine.tries.push(raised)
  machine.leaveTo(raised)
  block(clauses[0]!.block.parts)
  machine.tries.pop()
  const outer = machine.tries.at(-1)
  if (outer && raised.store)
    outer.store = outer.store ? machine.join(outer.store, raised.store) : raised.store.fork()
  if (otherwise && machine.live) block(otherwise.block.parts)
  let after = machine.live ? machine.store : null
  if (raised.store)
    for (const handler of handlers) {
      machine.store = raised.store.fork()
      machine.live = true
      reenter(machine, node, enter)
      handlerHeader(machine, handler.node)
      block(handler.block.parts)
      forgetAlias(machine, node, handler.node, enter)
      if (machine.isLive()) after = after ? machine.join(after, machine.store) : machine.store
    }
  machine.live = after !== null
  machine.store = after ?? machine.store
  if (!last) return
  const { live, store } = machine
  // Whoever leaves by `return`, `break` or `continue` runs it on the way.
  for (const { exit, restore } of leaving) {
    restore()
    if (!exit.store) continue
    machine.store = exit.store
    machine.live = true
    block(last.block.parts)
    if (machine.isLive()) machine.leaveTo(restore())
  }
  machine.store = store
  machine.live = true
  block(last.block.parts)
  machine.live = live && machine.live
}

/** Catches those who leave a `try` early, until they are let go. */
function intercept(machine: Machine): { exit: Exit; restore: () => Exit }[] {
  const caught: { exit: Exit; restore: () => Exit }[] = []
  const call = machine.returns.at(-1)
  if (call) {
    const original = call.exit
    const exit: Exit = { store: null }
    call.exit = exit
    caught.push({ exit, restore: () => (call.exit = original) })
  }
  const loop = machine.loops.at(-1)
  for (const way of loop ? (['breaks', 'continues'] as const) : []) {
    const original = loop![way]
    const exit: Exit = { store: null }
    loop![way] = exit
    caught.push({ exit, restore: () => (loop![way] = original) })
  }
  return caught
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
  if (alias?.parts[0]) {
    // One that the notebook itself raises, or one that a library does.
    const caught = machine.make('exception', value)
    assign(
      machine,
      alias.parts[0],
      valueOf(caught, ...machine.raised.things.filter((each) => each !== caught)),
    )
  }
}

function isObject({ data }: Thing): boolean {
  return data === null || data.sort === 'instance'
}

/** Python deletes the name of the exception when the handler ends. */
function forgetAlias(machine: Machine, node: SyntaxNode, handler: SyntaxNode, enter: Enter): void {
  const value = childOf(handler, 'value')
  const alias = value?.type === 'as_pattern' ? childOf(value, 'alias') : undefined
  reenter(machine, node, enter)
  if (alias?.parts[0] && machine.live) remove(machine, alias.parts[0])
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
  const outside = machine.restored
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
  const redirected = managers.filter((manager) => manager.things.some((thing) => thing.type === 'redirect'))
  for (const manager of redirected)
    machine.redirects.push({
      things: manager.things.flatMap((thing) =>
        [...machine.reach(valueOf(thing))].filter((each) => each !== thing),
      ),
    })
  const raised: Exit = { store: null }
  const swallows = managers.some((manager) => manager.things.some((thing) => maySwallow(machine, thing)))
  if (swallows) {
    machine.swallowing.add(node)
    machine.tries.push(raised)
    machine.leaveTo(raised)
  }
  runWithin(machine, outside, () => block(childOf(node, 'body')!.parts))
  if (swallows) {
    machine.tries.pop()
    machine.store = machine.live ? machine.join(machine.store, raised.store!) : raised.store!
    machine.live = true
  }
  for (const manager of redirected) if (manager.things.length > 0) machine.redirects.pop()
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
  bindName(machine, nameOf(childOf(definition, 'name')!), value)
}
