/** What a notebook may reach in the folders above its own. */
import type { Above } from '../../../platform/scratch.ts'
import type { Cell } from '../../notebook/notebook.ts'

export function aboveOf(order: readonly Cell[]): Above {
  const words = order.flatMap(({ source }) => source.match(/[\w.-]+/g) ?? [])
  return { levels: levelsAbove(order), words: new Set(words) }
}

/**
 * How far up the notebook reaches for its files: 1 for `../data/cars.csv`, and for what makes such a path, of which each
 * may stand upon another: `os.path.join('..', 'data')`, `os.path.dirname(os.getcwd())`, `Path.cwd().parent`.
 */
export function levelsAbove(order: readonly Cell[]): number {
  const found = (shape: RegExp) => order.flatMap(({ source }) => source.match(shape) ?? [])
  const written = found(/(?:\.\.[\\/])+/g).map((path) => path.length / 3)
  const made = found(/(['"])\.\.\1|\bpardir\b|\bdirname\(|\.parents?\b/g).length
  return Math.min(4, Math.max(made, ...written))
}
