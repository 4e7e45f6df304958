/** What calls call, also inside functions, where the analysis has no types. */
import { lastBinding } from '../analysis/graph/byName.ts'
import { argument, lastName, valueOf } from '../analysis/evaluation/shapes.ts'
import type { Analysis, Call, StatementId } from '../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../analysis/syntax.ts'

export class Callees {
  private readonly analysis: Analysis
  private readonly calls = new Map<SyntaxNode, Call>()
  private readonly imported: ReadonlySet<string>

  constructor(analysis: Analysis) {
    this.analysis = analysis
    this.imported = new Set(
      analysis.statements.filter(({ kind }) => kind.startsWith('import')).flatMap(({ defines }) => defines),
    )
    for (const statement of analysis.statements)
      for (const call of statement.calls) this.calls.set(call.node, call)
  }

  /** Last name of what is called: `train_test_split`, also under another name (`import ... as`). */
  nameOf(call: SyntaxNode): string {
    return lastName(this.calls.get(call)?.callee ?? childOf(call, 'function')?.text ?? '')
  }

  /** Full dotted name where the analysis knows it. */
  pathOf(call: SyntaxNode): string | undefined {
    return this.calls.get(call)?.callee
  }

  /** Type of the object of a method call, where the analysis knows it. */
  receiverOf(call: SyntaxNode): string | null {
    return this.calls.get(call)?.receiver ?? null
  }

  /** `np.hstack(...)` is a function of a module, `df.drop(...)` a method. */
  isLibrary(call: SyntaxNode): boolean {
    const known = this.calls.get(call)
    if (known?.receiver != null) return false
    const root = rootOf(childOf(call, 'function')!)
    return root !== undefined && this.imported.has(root)
  }

  /** Class of the object of a method call: by the analysis, by its constructor, by the assignment of its name. */
  classOf(object: SyntaxNode, call: SyntaxNode, before: StatementId): string {
    if (object.type === 'call') {
      const callee = childOf(object, 'function')!
      if (childOf(callee, 'attribute')?.text === 'fit')
        return this.classOf(childOf(callee, 'object')!, object, before)
      return this.nameOf(object)
    }
    const known = this.calls.get(call)?.receiver
    if (known != null) return lastName(known)
    const made = this.constructorOf(object, call, before)
    return made ? this.nameOf(made) : ''
  }

  /** An argument that made the transformer whose method is called; undefined where the text shows none. */
  optionOf(call: SyntaxNode, name: string, before: StatementId): string | undefined {
    const object = childOf(childOf(call, 'function')!, 'object')
    const made =
      object?.type === 'call' && methodNameOf(object) !== 'fit'
        ? object
        : object && this.constructorOf(object, call, before)
    return made && argument(made, undefined, [name])?.text
  }

  /** The call that was last assigned to a name, in the function around or before the statement. */
  private constructorOf(object: SyntaxNode, from: SyntaxNode, before: StatementId): SyntaxNode | undefined {
    if (object.type !== 'identifier') return undefined
    let body: SyntaxNode | null = from
    while (body !== null && body.type !== 'function_definition') body = body.parent
    const inside = [...(body ? descendants(body) : [])].findLast(
      (each) =>
        each.type === 'assignment' && each.end <= from.start && childOf(each, 'left')?.text === object.text,
    )
    if (inside) return callIn(childOf(inside, 'right'))
    const statement = lastBinding(object.text, before, this.analysis)
    return statement && callIn(valueOf(statement))
  }
}

function methodNameOf(call: SyntaxNode): string {
  return lastName(childOf(call, 'function')!.text)
}

function callIn(node: SyntaxNode | undefined): SyntaxNode | undefined {
  return node?.type === 'call' ? node : undefined
}

function rootOf(node: SyntaxNode): string | undefined {
  if (node.type === 'identifier') return node.text
  const object = childOf(node, 'object') ?? childOf(node, 'function')
  return object && rootOf(object)
}
