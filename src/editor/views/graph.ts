/** Where the graph of the newest turn begins: the columns of a request, and what feature code makes before it. */
import type { Iteration } from '../../iteration/record.ts'
import { beginsLines } from '../../learn/begins.ts'
import type { Translate } from '../text.ts'
import type { Row } from './row.ts'

/** One row with the columns below it; none for a turn without a graph. */
export function graphRow({ model }: Iteration, t: Translate): Row[] {
  const begins = model?.begins
  if (begins === undefined) return []
  const { tables, columns, features, why } = begins
  const made = features?.makes ?? []
  return [
    {
      id: 'graph',
      label: t('graph'),
      description:
        made.length === 0
          ? t('begins at raw columns of {0}', tables.join(', '))
          : t('begins behind feature code, which makes {0}', made.join(', ')),
      tooltip: beginsLines(model)
        .map((line) => t(line))
        .join('\n'),
      icon: 'symbol-namespace',
      children: columns.map((name) => ({
        id: `graph ${name}`,
        label: name,
        description: made.includes(name)
          ? t('made by feature code of {0}', features!.takes.join(', '))
          : why.some((each) => each.columns.includes(name))
            ? t('not made row by row')
            : '',
        icon: 'symbol-field',
      })),
    },
  ]
}
