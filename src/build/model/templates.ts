/** Python text of the notebook with holes for the values of child nodes, and the names that it needs. */
import type { Analysis, StatementId } from '../analysis/program.ts'
import type { SyntaxNode } from '../analysis/syntax.ts'
import type { Fixed } from './rowwise/fixed.ts'
import type { Operand, Template } from './path.ts'

/** Where a text stands: the statement whose reads say what names mean, and the parameters of an inlined function. */
export interface Scope {
  readonly statement: StatementId
  readonly parameters: ReadonlyMap<string, Operand>
}

export interface Needs {
  readonly names: ReadonlySet<string>
  readonly imports: ReadonlySet<string>
}

export interface Filled extends Needs {
  readonly text: Template
}

export class Templates {
  private readonly analysis: Analysis
  /** Statements that the pipeline runs. */
  private readonly kept: ReadonlySet<StatementId>
  private readonly fixed: Fixed

  constructor(analysis: Analysis, kept: ReadonlySet<StatementId>, fixed: Fixed) {
    this.analysis = analysis
    this.kept = kept
    this.fixed = fixed
  }

  /**
   * The text of `node` with `_0`, `_1` ... in place of `children`, and of all that is written like one of them.
   *
   * @returns undefined when the text needs what the run can't save: a function, or a value that changes later
   */
  fill(node: SyntaxNode, children: readonly SyntaxNode[], scope: Scope): Filled | undefined {
    const names = new Set<string>()
    const imports = new Set<string>()
    const holes = new Map(children.map((child, at) => [child.text, `_${at}`]))
    const pieces: string[] = []
    let from = node.start
    const put = (inner: SyntaxNode, text: string): void => {
      pieces.push(node.text.slice(from - node.start, inner.start - node.start), text)
      from = inner.end
    }
    const walk = (inner: SyntaxNode): boolean => {
      // `DataFrame(data=data)`: the keyword is no variable.
      const isName = inner.type === 'identifier' && !isVariable(inner)
      const hole = isName ? undefined : holes.get(inner.text)
      if (hole !== undefined) {
        put(inner, hole)
        return true
      }
      if (inner.type !== 'identifier' || !isVariable(inner)) return inner.children.every(walk)
      const given = scope.parameters.get(inner.text)
      if (given !== undefined) {
        if (given.op !== 'number') return false
        put(inner, `(${given.python})`)
        return true
      }
      // A constant means the same anywhere: the run need not save it.
      const constant = this.fixed.constant(inner.text)
      if (constant !== undefined && isInline(constant)) {
        put(inner, constant.text)
        return true
      }
      return this.reach(inner.text, scope.statement, names, imports)
    }
    if (!walk(node)) return undefined
    pieces.push(node.text.slice(from - node.start))
    return { text: pieces.join('').replace(/\s*\n\s*/g, ' '), names, imports }
  }

  /** Whether the value that a name has at a statement is still its value when the pipeline has run. */
  lasts(name: string, at: StatementId): boolean {
    return !this.analysis.statements.some(
      (later) =>
        this.kept.has(later.id) &&
        // `x = f(x)` reads the old value; a statement that changes what it reads hands on what it changed.
        ((later.id >= at && later.defines.includes(name)) ||
          (later.id > at && later.changes.some((change) => change.name === name && change.certain))),
    )
  }

  /** Statements that may have bound a name as a statement reads it. */
  definitions(name: string, at: StatementId): readonly StatementId[] {
    return this.analysis.statements[at]!.reads.find((read) => read.name === name)?.definitions ?? []
  }

  private reach(name: string, at: StatementId, names: Set<string>, imports: Set<string>): boolean {
    const definitions = this.definitions(name, at).map((id) => this.analysis.statements[id]!)
    if (definitions.length === 0) return true // a builtin, or bound inside the text
    if (definitions.every(({ kind }) => kind.startsWith('import'))) {
      for (const { source } of definitions) imports.add(source)
      return true
    }
    if (definitions.some(({ kind }) => /_definition$/.test(kind)) || !this.lasts(name, at)) return false
    names.add(name)
    return true
  }
}

/** Whether a literal can stand anywhere in an expression of one line. */
function isInline({ type, text }: SyntaxNode): boolean {
  return /^(integer|float|string|list|dictionary|set|true|false|none)$/.test(type) && !/[\n#]/.test(text)
}

function isVariable(node: SyntaxNode): boolean {
  return node.field !== 'attribute' && !(node.field === 'name' && node.parent?.type === 'keyword_argument')
}
