/** What the program's own source says to people: its literals, a template literal with `{0}`, `{1}` ... for its holes. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { examplesPython } from '../../fixtures/python.ts'

const root = join(import.meta.dirname, '../../..')

const EDITOR = 'src/{editor/**/*,extension}.ts'
const CORE = 'src/{platform,iteration,build,deploy,measure,learn,cli}/**/*.ts'
/** Every sentence of these files reaches a person through a record. */
const SENTENCES =
  'src/{learn/{advice,parity},build/notebook/order,build/pipeline/{stages/stages,additions/fitting},build/findings/{edited,fitted,hidden,learnedWords,ranRows,seeds,target,tuned}}.ts'

/** Every phrase of these files says why something can't be, or is not known: it stands in a sentence of the editor. */
const REASONS = [
  'src/build/analysis/refusal.ts',
  'src/build/analysis/memory/words.ts',
  'src/build/findings/finding.ts',
  'src/build/model/{build,check,convert,predictPath}.ts',
  'src/build/model/rowwise/{featureCode,pure,reader,statement}.ts',
  'src/build/pipeline/proof/{trial,verify,widen}.ts',
  'src/learn/begins.ts',
  'src/platform/interpreter.ts',
]
const PYTHON = ['python/convert.py', 'python/model_*.py']

/** Sentences that a person may read in the editor, but for what the conversion says. */
export function sentences(): Set<string> {
  const found = new Set<string>()
  for (const file of REASONS.flatMap(parsed))
    visit(file, (node) => {
      const text = textOf(node)
      if (text !== null && PHRASE.test(text) && !isCompared(node) && !isTag(node) && !isOfBug(node))
        found.add(text)
    })
  for (const file of parsed(EDITOR)) visit(file, (node) => addSpoken(node, found))
  for (const file of parsed(CORE)) visit(file, (node) => addProblem(node, found))
  for (const file of parsed(SENTENCES))
    visit(file, (node) => {
      const text = textOf(node)
      if (text !== null && /^[^#]*\w \S.*\.$/s.test(text)) found.add(text)
    })
  return found
}

/** What the conversion says: why there is no graph, what to do then, and what to know of one. */
export async function conversionSentences(): Promise<Set<string>> {
  const python = await examplesPython()
  const files = PYTHON.flatMap((pattern) => globSync(pattern, { cwd: root }))
  const { stdout } = await python.run(join(import.meta.dirname, 'spoken.py'), { args: files, cwd: root })
  return new Set(JSON.parse(stdout) as string[])
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

/** The kind of a reason: programs read it. */
function isTag({ parent }: ts.Node): boolean {
  return ts.isLiteralTypeNode(parent) || ts.isCaseClause(parent)
}

/** What only a log shows. */
function isOfBug({ parent }: ts.Node): boolean {
  return ts.isNewExpression(parent) && parent.expression.getText() !== 'Problem'
}

/** Two words side by side in one line; code and lists of names are none. */
const PHRASE = /^(?!import |gives |changes )[^\n]*[a-z`')}] [a-z`'({][^\n]*$/

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
