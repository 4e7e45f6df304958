/** The imports at the head of a module of the pipeline: those of the notebook that it uses, and its own. */
import type { Notebook } from '../../notebook/notebook.ts'
import type { ScriptNames } from '../text/freeNames.ts'
import { importSections } from './imports.ts'
import { type Line, line, linesOfStatement, type Rendering } from '../text/lines.ts'
import type { Import } from '../text/names.ts'
import type { Shared } from '../stages/shared.ts'

/** What all modules of a pipeline are written with. */
export interface Context {
  readonly notebook: Notebook
  readonly rendering: Pick<Rendering, 'analysis' | 'kept'>
  readonly shared: Shared
  readonly names: ScriptNames
}

/** The imports that a module uses; below them those that stand in a `try`. */
export function importLines(
  imports: readonly Import[],
  used: ReadonlySet<string>,
  body: string,
  own: readonly string[],
  context: Context,
): Line[] {
  const wanted = imports.filter(
    ({ name, text, module }) =>
      name === '*' ||
      module === '__future__' ||
      text.startsWith('from sklearn.experimental') ||
      (used.has(name) && isWord(name, body) && isUsedWhole(text, body)),
  )
  const blocks = context.shared.importBlocks.filter((unit) =>
    [...unit.defines].some((name) => used.has(name)),
  )
  const rendering = { ...context.rendering, edits: new Map(), additions: new Map() }
  const tried = blocks.flatMap((unit) => linesOfStatement(unit.statement, rendering))
  return [...importSections(wanted, own).map(line), ...(tried.length > 0 ? [line(''), ...tried] : [])]
}

/** Whether a name stands in a text of Python for itself: `fit` does not in `refit` and `model.fit`. */
export function isWord(name: string, text: string): boolean {
  return new RegExp(`(?<![\\w.])${name}\\b`).test(text)
}

/** `import a.b` and `import a.c` both bind `a`: only those that are written out are used. */
function isUsedWhole(text: string, body: string): boolean {
  const dotted = /^import ((?:\w+\.)+\w+)$/.exec(text)?.[1]
  return dotted === undefined || body.includes(dotted)
}

/** The lines that import names of `pipeline/helpers.py`. */
export function fromHelpers(names: readonly string[]): string[] {
  const imports = names.map((name) => ({
    name,
    text: `from pipeline.helpers import ${name}`,
    module: 'pipeline',
  }))
  return importSections(imports, [])
}

/** The line that imports `pipeline/artifacts.py`. */
export function artifactsImport({ artifacts }: ScriptNames): string {
  return `from pipeline import artifacts${artifacts === 'artifacts' ? '' : ` as ${artifacts}`}`
}

/** The line that imports what IPython gives cells without one: `pipeline/shell.py` has it for scripts. */
export function shellImport(
  used: ReadonlySet<string>,
  code: string,
  { imports, helpers, rest }: Shared,
): string[] {
  const bound = [...helpers, ...rest].flatMap((unit) => [...unit.defines])
  const own = new Set([...imports.map(({ name }) => name), ...bound])
  const names = ['display', 'get_ipython'].filter(
    (name) => used.has(name) && !own.has(name) && isWord(name, code),
  )
  return names.length === 0 ? [] : [`from pipeline.shell import ${names.join(', ')}`]
}
