/** `load_iris(as_frame=True)`: the tables and the column in what scikit-learn's data sets come in, each an object of its own. */
import { type Thing, type Value, valueOf } from '../domain.ts'
import { fill } from './exact.ts'
import type { Machine } from '../machine.ts'
import { noteFlat } from './plain.ts'
import { childOf, type SyntaxNode } from '../syntax.ts'
import type { Arguments } from '../trace.ts'

/** @returns undefined where it is not known which of them there are */
export function framesOf(
  machine: Machine,
  { keywords, rest }: Arguments,
  node: SyntaxNode,
): Value | undefined {
  const isOneTarget = ONE_TARGET.test(childOf(node, 'function')?.text ?? '')
  if (rest || !isOneTarget || keywords.get('as_frame')?.constant !== true) return undefined
  const apart = keywords.get('return_X_y')?.constant ?? false
  if (typeof apart !== 'boolean') return undefined
  const made = (type: string, variant: number): Thing => {
    const thing = machine.make(type, node, { variant })
    thing.hasRows = true
    noteFlat(thing, new Set())
    return thing
  }
  const data = valueOf(made('pandas.DataFrame', 1))
  const target = valueOf(made('pandas.Series', 2))
  if (apart) {
    const pair = machine.make('tuple', node)
    fill(machine, pair, [data, target])
    return valueOf(pair)
  }
  const bunch = machine.make('sklearn.Bunch', node)
  machine.write(bunch, 'data', data)
  machine.write(bunch, 'target', target)
  machine.write(bunch, 'frame', valueOf(made('pandas.DataFrame', 3)))
  return valueOf(bunch)
}

const ONE_TARGET = /(?:^|\.)(?:load_(?:iris|wine|breast_cancer|diabetes|digits)|fetch_california_housing)$/
