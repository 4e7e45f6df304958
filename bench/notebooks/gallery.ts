/** A script of a sphinx gallery as the notebook that the gallery itself offers: blocks of text become cells of text. */

interface GalleryCell {
  readonly cell_type: 'code' | 'markdown'
  readonly source: string
}

/** What begins a block of text: `# %%`, or a line of hash marks. @see sphinx-gallery, "Structuring Python scripts" */
const BLOCK = /^(#{20,}.*|# ?%%.*)$/

/** @returns the text of a notebook (nbformat 4) */
export function galleryNotebook(script: string): string {
  const docstring = /^(?:#.*\n|\s*\n)*r?("""|''')[\s\S]*?\1[^\n]*\n/.exec(script)?.[0] ?? ''
  const cells: GalleryCell[] = docstring === '' ? [] : [{ cell_type: 'markdown', source: docstring }]
  let lines: string[] = []
  const ends = () => {
    const source = lines.join('\n').trim()
    if (source !== '') cells.push({ cell_type: 'code', source })
    lines = []
  }
  const rest = script.slice(docstring.length).split('\n')
  for (let at = 0; at < rest.length; at += 1) {
    if (!BLOCK.test(rest[at]!)) {
      lines.push(rest[at]!)
      continue
    }
    ends()
    const text = [rest[at]!]
    while (rest[at + 1]?.startsWith('#') === true && !/^# ?%%/.test(rest[at + 1]!))
      text.push(rest[(at += 1)]!)
    cells.push({ cell_type: 'markdown', source: text.join('\n') })
  }
  ends()
  let count = 0
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map((cell) =>
      cell.cell_type === 'code' ? { ...cell, execution_count: (count += 1), outputs: [] } : cell,
    ),
  })
}
