/**
 * Functions of the notebook that are one expression of their parameters: `def numbers_of(frame): return frame[NUMBERS]`,
 * `tensor = lambda table: torch.tensor(table)`.
 */
import { childOf, type SyntaxNode } from '../analysis/syntax.ts'

/** What the function returns, when that is all it does; undefined otherwise. */
export function bodyOf(definition: SyntaxNode): SyntaxNode | undefined {
  const lambda = lambdaOf(definition)
  if (lambda !== undefined) return childOf(lambda, 'body')
  if (definition.type !== 'function_definition') return undefined
  const statements = childOf(definition, 'body')?.parts ?? []
  const [last, ...before] = statements.toReversed()
  const isDocstring = (each: SyntaxNode) =>
    each.type === 'expression_statement' && each.parts[0]?.type === 'string'
  return last?.type === 'return_statement' && before.every(isDocstring) ? last.parts[0] : undefined
}

/** Its parameters in order, with the value of each that has a default. */
export function parametersOf(definition: SyntaxNode): { name: string; value: SyntaxNode | undefined }[] {
  return (childOf(lambdaOf(definition) ?? definition, 'parameters')?.parts ?? []).map((parameter) =>
    parameter.type === 'identifier'
      ? { name: parameter.text, value: undefined }
      : {
          name: (childOf(parameter, 'name') ?? parameter.parts[0]!).text,
          value: childOf(parameter, 'value'),
        },
  )
}

function lambdaOf(definition: SyntaxNode): SyntaxNode | undefined {
  const assignment = definition.type === 'expression_statement' ? definition.parts[0] : undefined
  if (assignment?.type !== 'assignment' || childOf(assignment, 'left')!.type !== 'identifier')
    return undefined
  const value = childOf(assignment, 'right')
  return value?.type === 'lambda' ? value : undefined
}
