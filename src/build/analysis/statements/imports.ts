/** `import`: names for libraries; modules beside the notebook are files. */
import { eitherOf, SCALAR, type Value, valueOf, WHOLE } from '../domain.ts'
import { isKnownModule } from '../knowledge/modules.ts'
import { starNames } from '../knowledge/stars.ts'
import type { Machine } from '../machine.ts'
import { bindingFrame } from '../functions/scopes.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'

/** Runs one `import`, in any of its forms. */
export function runImport(machine: Machine, node: SyntaxNode): void {
  if (node.type === 'future_import_statement') {
    machine.configure('a future statement')
    return
  }
  const names = node.children.filter((child) => child.field === 'name')
  if (node.type === 'import_statement') {
    for (const name of names) {
      const path = (name.type === 'aliased_import' ? childOf(name, 'name')! : name).text
      if (path === '__main__') {
        const alias = name.type === 'aliased_import' ? childOf(name, 'alias')!.text : path
        bind(machine, alias, valueOf(machine.globals.frame))
        continue
      }
      load(machine, path)
      const loaded = machine.library('sys.modules')
      if (machine.has(loaded, path)) {
        bind(
          machine,
          name.type === 'aliased_import' ? childOf(name, 'alias')!.text : path,
          machine.readKey(loaded, path),
        )
        continue
      }
      if (name.type === 'aliased_import')
        bind(machine, childOf(name, 'alias')!.text, valueOf(machine.library(placeOf(machine, path))))
      else importTop(machine, path)
    }
    return
  }
  const module = childOf(node, 'module_name')!.text
  const place = placeOf(machine, module)
  const loaded = machine.library('sys.modules')
  load(machine, module)
  for (const name of names) {
    const original = (name.type === 'aliased_import' ? childOf(name, 'name')! : name).text
    if (module === 'sklearn.experimental') {
      machine.configure("scikit-learn's experimental parts")
      continue
    }
    if (/^sklearn\./.test(module) && /^(?:IterativeImputer|Halving\w+)$/.test(original))
      machine.readSetting("scikit-learn's experimental parts")
    if (machine.has(loaded, module)) {
      const values = machine.readKey(loaded, module).things.map((thing) => machine.readKey(thing, original))
      bind(
        machine,
        name.type === 'aliased_import' ? childOf(name, 'alias')!.text : original,
        eitherOf(values),
      )
      continue
    }
    const library = machine.library(place)
    if (!machine.has(library, `#${original}`)) machine.write(library, `#${original}`, SCALAR)
    const value = given(machine, place, original)
    bind(machine, name.type === 'aliased_import' ? childOf(name, 'alias')!.text : original, value)
  }
  if (!node.parts.some((part) => part.type === 'wildcard_import')) return
  const exported = starNames(place)
  if (exported)
    for (const { name, certain } of exported) bind(machine, name, given(machine, place, name), !certain)
  else machine.change(machine.globals.frame, { certain: false, stored: valueOf(machine.library(place)) })
}

/** What a module has under a name, also where the notebook gave it another. */
function given(machine: Machine, module: string, name: string): Value {
  const library = machine.library(module)
  return machine.has(library, name)
    ? machine.readKey(library, name)
    : valueOf(machine.library(canonical(`${module}.${name}`)))
}

/** Under what a module is known: one beside the notebook that is named like a library is not that library. */
function placeOf(machine: Machine, path: string): string {
  const top = path.split('.')[0]!
  if (!isKnownModule(top) || ALWAYS_PYTHONS.test(top)) return path
  const file = new RegExp(`(?:^|/)${top}(?:\\.py|/__init__\\.py)$`)
  const isOwn = machine.beside.has(top) || [...machine.files.keys].some((key) => file.test(key))
  return isOwn ? `${OWN}${path}` : path
}

const OWN = "the notebook's own "
/** Modules that are part of the interpreter itself. */
const ALWAYS_PYTHONS = /^(?:sys|builtins|time|itertools|gc)$/

/** `import a.b` binds `a`; the name may stand for both `a.c` imported before and this. */
function importTop(machine: Machine, path: string): void {
  const top = path.split('.')[0]!
  const frame = bindingFrame(machine, top)
  const before = machine.peek(frame, top)
  const library = valueOf(machine.library(placeOf(machine, top)))
  if (path.includes('.') && before?.value.things.includes(library.things[0]!))
    machine.write(frame, top, library, { weak: true })
  else machine.write(frame, top, library)
}

function bind(machine: Machine, name: string, value: Value, weak = false): void {
  machine.write(bindingFrame(machine, name), name, value, { weak })
}

/** A module that isn't known may be a file beside the notebook, found along `sys.path`, that reads the environment. */
function load(machine: Machine, module: string): void {
  const path = placeOf(machine, module)
  const library = machine.library(path.split('.')[0]!)
  // `del sys.modules['helpers']`: it is loaded anew.
  machine.readPlace(machine.library('sys.modules'), WHOLE)
  // Importing `a.b`, under whatever name, gives `a` its attribute `b`.
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const name = path.slice(dot + 1).split('.')[0]!
    const parent = machine.library(path.slice(0, dot))
    if (!machine.has(parent, `#${name}`)) machine.write(parent, `#${name}`, SCALAR)
  }
  if (isKnownModule(path)) return
  machine.readShallow(machine.library('sys.path'))
  machine.readPlace(machine.library('sys'), 'path')
  for (const setting of machine.settings.keys)
    if (/environment|working/.test(setting)) machine.readSetting(setting)
  readModule(machine, module)
  if (!machine.has(library, WHOLE)) machine.write(library, WHOLE, SCALAR, { weak: true })
}

/** Reads the files that may be a module's, in whatever folder it is found. */
export function readModule(machine: Machine, path: string): void {
  const file = filesOf(path)
  for (const key of machine.files.keys)
    if (key === WHOLE || file.test(key)) machine.readPlace(machine.files, key)
}

function filesOf(module: string): RegExp {
  let file = patterns.get(module)
  if (!file) {
    const last = module.split('.').at(-1)!
    file = new RegExp(`(?:^|/)${last}\\.py$|(?:^|/)${module.replaceAll('.', '/')}(?:\\.py|/)`)
    patterns.set(module, file)
  }
  return file
}
const patterns = new Map<string, RegExp>()

/** Names that a library gives under two roofs. */
function canonical(path: string): string {
  return path === 'matplotlib.pyplot' ? path : path.replace(/^IPython\.core\.display\./, 'IPython.display.')
}
