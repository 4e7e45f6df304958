/** What the program's own source says to people: its literals, a template literal with `{0}`, `{1}` ... for its holes. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const root = join(import.meta.dirname, '../../..')

const EDITOR = 'src/{editor/**/*,extension}.ts'
const CORE = 'src/{platform,iteration,build,deploy,measure,learn,cli}/**/*.ts'
/** Every sentence of these files reaches a person through a record. */
const SENTENCES =
  'src/{learn/advice,build/notebook/order,build/pipeline/{stages,fitting},build/findings/{fitted,hidden,seeds,target,tuned}}.ts'

/** Sentences that a person may read in the editor. */
export function sentences(): Set<string> {
  const found = new Set<string>()
  for (const file of parsed(EDITOR)) visit(file, (node) => addSpoken(node, found))
  for (const file of parsed(CORE)) visit(file, (node) => addProblem(node, found))
  for (const file of parsed(SENTENCES))
    visit(file, (node) => {
      const text = textOf(node)
      if (text !== null && /^[^#]*\w \S.*\.$/s.test(text)) found.add(text)
    })
  return found
}

/** Everything that stands in quotes anywhere. */
export function literals(): Set<string> {
  const found = new Set<string>()
  for (const pattern of [EDITOR, CORE])
    for (const file of parsed(pattern))
      visit(file, (node) => {
        const text = textOf(node)
        if (text !== null) found.add(text)
      })
  for (const file of globSync('python/*.py', { cwd: root }))
    for (const [, text] of readFileSync(join(root, file), 'utf8').matchAll(/"([^"\n]*)"/g)) found.add(text!)
  return found
}

function addSpoken(node: ts.Node, found: Set<string>): void {
  if (ts.isCallExpression(node) && /^(.*\.)?(t|say)$/.test(node.expression.getText()))
    addLiterals(node.arguments[0], found)
  addProblem(node, found)
}

function addProblem(node: ts.Node, found: Set<string>): void {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Problem')
    addLiterals(node.arguments?.[0], found)
  if (ts.isPropertyAssignment(node) && node.name.getText() === 'todo') addLiterals(node.initializer, found)
}

/** Those of an expression that are sentences: `'a' : 'b'` has two; a name of one letter or a stop are none. */
function addLiterals(node: ts.Node | undefined, found: Set<string>): void {
  if (node === undefined || isCompared(node)) return
  const text = textOf(node)
  if (text === null) ts.forEachChild(node, (child) => addLiterals(child, found))
  else if (/\w\w/.test(text) || HOLES_ONLY.test(text)) found.add(text)
}

/** `stream` of `kind === 'stream'` is not said. */
function isCompared({ parent }: ts.Node): boolean {
  return ts.isBinaryExpression(parent) && /^[!=]==$/.test(parent.operatorToken.getText())
}

const HOLES_ONLY = /^\{0\}( \{1\})?\.?$/

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text
  if (!ts.isTemplateExpression(node)) return null
  return node.head.text + node.templateSpans.map(({ literal }, hole) => `{${hole}}${literal.text}`).join('')
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node)
  ts.forEachChild(node, (child) => {
    visit(child, look)
  })
}

function parsed(pattern: string): ts.SourceFile[] {
  return globSync(pattern, { cwd: root }).map((file) =>
    ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true),
  )
}
