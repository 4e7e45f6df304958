/** Questions to the person's interpreter that need none of the person's code: its syntax and its packages. */
import * as v from 'valibot'
import {
  findAnswering,
  type Interpreter,
  type InterpreterHints,
  ownScript,
  whoSchema,
} from './interpreter.ts'
import { pipLine } from './pip.ts'
import { Problem } from './problem.ts'

/** Where a source text stops being Python: `line` is 1-based, `column` 0-based. */
interface SyntaxFault {
  readonly line: number
  readonly column: number
  readonly message: string
}

/** What an interpreter says of source texts, and versions of what it has that the analysis asks for. */
export interface Judgement {
  /** For each text where it can't be parsed; null where it can. */
  readonly faults: readonly (SyntaxFault | null)[]
  /** By import name. */
  readonly versions: Readonly<Record<string, string>>
}

const fault = v.object({ line: v.number(), column: v.number(), message: v.string() })
const judged = v.object({
  ...whoSchema.entries,
  faults: v.array(v.nullable(fault)),
  versions: v.record(v.string(), v.string()),
})

/** The interpreter's `ast.parse`, which has the last word on syntax. One process for each call, about 30 ms. */
export function judgeOf(
  interpreter: Interpreter,
): (sources: readonly string[], signal?: AbortSignal) => Promise<Judgement> {
  // Isolated and without site packages: the quickest start, and nobody's code runs.
  return (sources, signal) => ask(interpreter, 'parse.py', ['-I', '-S'], sources, judged, signal)
}

/**
 * The verdicts of the interpreter that `findInterpreter` finds, in the process that finds it.
 *
 * @throws Problem as `findInterpreter` does
 */
export async function judgeSyntax(
  hints: InterpreterHints,
  sources: readonly string[],
  signal?: AbortSignal,
): Promise<Judgement> {
  const probe = { script: 'parse.py', input: JSON.stringify(sources), schema: judged, seconds: 60 }
  return (await findAnswering(hints, probe, signal)).answer
}

const packageSchema = v.variant('kind', [
  v.object({ kind: v.literal('package'), distribution: v.string(), version: v.string() }),
  v.object({ kind: v.picklist(['standard', 'local', 'missing']) }),
])
/** What an import name is: a distribution from a registry, the standard library, a file beside the notebook, nothing. */
export type Package = v.InferOutput<typeof packageSchema>

/**
 * Looks up import names without importing them.
 *
 * @param names  top-level names: `sklearn`
 * @param folder of the notebook, whose own modules can be imported as well
 */
export async function packagesOf(
  interpreter: Interpreter,
  names: readonly string[],
  folder: string,
  signal?: AbortSignal,
): Promise<Map<string, Package>> {
  if (names.length === 0) return new Map()
  const answer = await ask(
    interpreter,
    'packages.py',
    [],
    { names, folder },
    v.record(v.string(), packageSchema),
    signal,
  )
  return new Map(Object.entries(answer))
}

/** Distributions that have another name than what they are imported as. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  Bio: 'biopython',
  PIL: 'pillow',
  bs4: 'beautifulsoup4',
  cv2: 'opencv-python',
  dateutil: 'python-dateutil',
  dotenv: 'python-dotenv',
  skimage: 'scikit-image',
  sklearn: 'scikit-learn',
  umap: 'umap-learn',
  yaml: 'pyyaml',
}

/** @throws Problem that names every missing package and the line that installs them */
export function refuseMissing(
  packages: ReadonlyMap<string, Package>,
  interpreter: Interpreter,
  where: string,
): void {
  const missing = [...packages].filter(([, found]) => found.kind === 'missing').map(([name]) => name)
  if (missing.length > 0) throw missingPackages(interpreter, missing, where)
}

/** @param names what is imported and can't be found */
export function missingPackages(interpreter: Interpreter, names: readonly string[], where: string): Problem {
  const packages = names.map((name) => DISTRIBUTIONS[name] ?? name)
  return new Problem(
    names.length === 1 ? 'The package {0} is missing in {1}.' : 'The packages {0} are missing in {1}.',
    {
      args: [names.join(', '), interpreter.path],
      where,
      todo: `Install: ${pipLine(interpreter.path, ['install', ...packages])}`,
      remedy: { kind: 'packages', python: interpreter.path, packages },
    },
  )
}

async function ask<T>(
  interpreter: Interpreter,
  script: string,
  flags: readonly string[],
  question: unknown,
  schema: v.GenericSchema<unknown, T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const result = await interpreter.run(ownScript(script), {
    flags,
    input: JSON.stringify(question),
    seconds: 60,
    ...(signal && { signal }),
  })
  if (result.code !== 0)
    throw new Problem('{0} did not answer: {1}.', {
      args: [interpreter.path, result.stderr.trimEnd().split('\n').at(-1) ?? result.end],
    })
  return v.parse(schema, JSON.parse(result.stdout))
}
