/** What a notebook says about its cells, as docstrings of the scripts. */
import type { StageName } from '../../../iteration/record.ts'
import type { Notebook } from '../../notebook/notebook.ts'
import { type Line, line } from '../text/lines.ts'

/** @param text one entry a line; it can end no docstring */
export function docstring(text: readonly string[]): Line[] {
  const safe = text.map((each) => each.replaceAll('\\', '\\\\').replaceAll('"', "'"))
  if (safe.length === 1) return [line(`"""${safe[0]!}"""`)]
  return [line(`"""${safe[0]!}`), ...safe.slice(1).map(line), line('"""')]
}

/** The first heading of the notebook, else the name of its file. */
export function titleOf({ cells, name }: Notebook): string {
  return (
    cells.flatMap(({ kind, source }) => (kind === 'markdown' ? headings(source) : []))[0] ?? name
  ).replace(/[.]$/, '')
}

/** Headings above the cells of a stage: what the author called it; without any, what it does. */
export function headingsOf(cells: readonly number[], doing: string, notebook: Notebook): string[] {
  const found = cells.flatMap((cell) => {
    const above = notebook.cells
      .slice(0, cell)
      .findLast((each) => each.kind === 'markdown' && headings(each.source).length > 0)
    return above ? [headings(above.source).at(-1)!] : []
  })
  const unique = [...new Set(found)].filter((each) => each !== titleOf(notebook))
  return unique.length === 0 ? [doing] : [unique.map(sentence).join(' ')]
}

/** What a stage does, in a sentence. */
export function doingOf(
  stage: StageName | 'whole',
  { files, model, metrics }: { files: readonly string[]; model: string; metrics: readonly string[] },
): string {
  const measured = metrics.length === 0 ? 'the model' : inWords(metrics)
  switch (stage) {
    case 'load':
      return files.length === 0 ? 'Loads the data.' : `Reads ${inWords(files)}.`
    case 'prepare':
      return 'Prepares the rows.'
    case 'features':
      return 'Makes what the model learns from.'
    case 'train':
      return model === '' ? 'Trains the model.' : `Trains the model: ${model}.`
    case 'evaluate':
      return `Measures ${measured}.`
    case 'whole':
      return `Does it all, up to ${measured}.`
  }
}

/** The text with a stop. */
export function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`
}

function headings(markdown: string): string[] {
  return [...markdown.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map((match) =>
    match[1]!.replace(/[*_`]/g, '').replace(/^[\d.]+[.)]?\s+/, ''),
  )
}

/** @param cells by index, sorted, at least one */
export function cellsInWords(cells: readonly number[]): string {
  return `${cells.length === 1 ? 'cell' : 'cells'} ${inWords(cells)}`
}

function inWords(each: readonly (string | number)[]): string {
  return each.length === 1 ? `${each[0]!}` : `${each.slice(0, -1).join(', ')} and ${each.at(-1)!}`
}
