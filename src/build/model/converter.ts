/** What makes a graph of a fitted model, in versions that fit the person's Python and what it has. Pure. */
import { Problem } from '../../platform/problem.ts'

/** Distributions that the conversion uses, with the version that the interpreter has; null where it has none. */
export type Versions = Readonly<Record<string, string | null>>

/**
 * The converter by the oldest scikit-learn that it takes, the newest first. Tried with the last release of each
 * scikit-learn from 1.2 to 1.8 (40 estimators and transformers, all but the same four are converted and predict the
 * same) and with 1.9.1; 1.1 is what its metadata asks for.
 */
const CONVERTERS: readonly { readonly sklearn: string; readonly skl2onnx: string }[] = [
  { sklearn: '1.1', skl2onnx: '1.20.0' },
]

interface OnnxRow {
  readonly onnx: string
  /** First and last Python that it has wheels for. */
  readonly python: readonly [string, string]
  /** The least that it works with of what the interpreter may have already. */
  readonly least: Readonly<Record<string, string>>
  /** What it imports besides numpy, in the versions that are brought where there are none. */
  readonly needs: Readonly<Record<string, string>>
}

const TYPING = { typing_extensions: '4.16.0' }

/**
 * onnx by what it needs (its metadata, and tried with the least protobuf of each row), the newest first; the first that
 * fits is taken.
 */
const ONNX: readonly OnnxRow[] = [
  {
    onnx: '1.23.2',
    python: ['3.10', '3.14'],
    least: { numpy: '1.23.2', protobuf: '6.31.1', ml_dtypes: '0.5.4', typing_extensions: '4.7.1' },
    needs: { protobuf: '6.33.6', ml_dtypes: '0.5.4', ...TYPING },
  },
  {
    onnx: '1.19.1',
    python: ['3.9', '3.14'],
    least: { numpy: '1.22', protobuf: '4.25.1', ml_dtypes: '0.5.0', typing_extensions: '4.7.1' },
    needs: { protobuf: '6.33.6', ml_dtypes: '0.5.4', ...TYPING },
  },
  {
    onnx: '1.17.0',
    python: ['3.9', '3.12'],
    least: { numpy: '1.20', protobuf: '3.20.2' },
    needs: { protobuf: '6.33.6' },
  },
]

/**
 * What torch's exporter needs and does not bring: with torch 2.13 tried (its metadata asks for onnx 1.17 and Python 3.9).
 * Keras with the backend torch exports through it.
 */
const BESIDE_TORCH: Readonly<Record<string, string>> = {
  onnxscript: '0.7.2',
  'onnx-ir': '1.1.0',
  packaging: '26.3',
  // Of onnx as well, where that has to be brought.
  ml_dtypes: '0.5.4',
  ...TYPING,
}

/** The first with tree ensembles in float64, which the graphs use. */
const OLDEST_ONNX = '1.16'

/**
 * What is missing for a conversion: `skl2onnx==1.20.0`. Empty when all of it is there.
 *
 * @param python its version
 * @throws Problem when no version fits what the interpreter has
 */
export function missingForConversion(python: string, has: Versions): string[] {
  const sklearn = has['scikit-learn'] ?? null
  const converter = CONVERTERS.find((row) => sklearn !== null && !isOlder(sklearn, row.sklearn))
  if (sklearn !== null && converter === undefined)
    throw new Problem('No converter is known for scikit-learn {0}.', {
      args: [sklearn],
      todo: 'Run the notebook with scikit-learn 1.1 or newer.',
    })
  const beside = has['torch'] && !has['onnxscript'] ? BESIDE_TORCH : {}
  return [
    ...new Set([
      ...(has['skl2onnx'] || converter === undefined ? [] : [`skl2onnx==${converter.skl2onnx}`]),
      ...onnxFor(python, has),
      ...lackingOf(beside, has),
    ]),
  ]
}

function onnxFor(python: string, has: Versions): string[] {
  const installed = has['onnx'] ?? null
  if (installed !== null) {
    if (isOlder(installed, OLDEST_ONNX))
      throw new Problem('The environment has onnx {0}, and the conversion needs {1} or newer.', {
        args: [installed, OLDEST_ONNX],
        todo: 'Bring it up to date there: python -m pip install --upgrade onnx',
      })
    return []
  }
  const minor = python.split('.').slice(0, 2).join('.')
  const row = ONNX.find(
    ({ python: [first, last], least }) =>
      !isOlder(minor, first) &&
      !isOlder(last, minor) &&
      Object.entries(least).every(([name, version]) => !has[name] || !isOlder(has[name], version)),
  )
  if (row === undefined)
    throw new Problem('No onnx is known that fits Python {0} with numpy {1} and protobuf {2}.', {
      args: [python, has['numpy'] ?? 'none', has['protobuf'] ?? 'none'],
      todo: 'Make an environment with newer packages for the notebook.',
    })
  return [`onnx==${row.onnx}`, ...lackingOf(row.needs, has)]
}

function lackingOf(needs: Readonly<Record<string, string>>, has: Versions): string[] {
  return Object.entries(needs).flatMap(([name, version]) => (has[name] ? [] : [`${name}==${version}`]))
}

function isOlder(version: string, than: string): boolean {
  const numbers = (text: string) => text.split('.').map((part) => Number.parseInt(part, 10) || 0)
  const [ours, theirs] = [numbers(version), numbers(than)]
  for (let at = 0; at < theirs.length; at += 1) {
    const difference = (ours[at] ?? 0) - theirs[at]!
    if (difference !== 0) return difference < 0
  }
  return false
}
