/** The dashboard page: gets what it shows from the editor and says what was clicked. */
import * as v from 'valibot'
import { type Dashboard, type FromPage, type PageState, toPageSchema } from '../contract.ts'
import { h } from './dom.ts'
import { type Opened, pageOf } from './page.ts'

interface Editor {
  postMessage(message: FromPage): void
  /** What a window that is loaded anew gets back. */
  setState(state: PageState): void
}
declare function acquireVsCodeApi(): Editor

const editor = acquireVsCodeApi()
const main = document.querySelector('main')!
/** Says a new sentence to who does not see it; the page around it is drawn again without a word. */
const announcement = document.querySelector('#announcement')!
const opened: Opened = { histograms: new Map() }
let shown: Dashboard | null = null
let drawnWidth = 0

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = v.parse(toPageSchema, data)
  switch (message.type) {
    case 'empty':
      shown = null
      main.replaceChildren(h('p', { class: 'empty' }, message.sentence))
      return
    case 'histogram':
      opened.histograms.set(message.histogram.column, message.histogram)
      break
    case 'show':
      // Another turn, or another comparison, is read from its top.
      if (subjectOf(shown) !== subjectOf(message.dashboard)) window.scrollTo(0, 0)
      if (shown?.turn.id !== message.dashboard.turn.id) opened.histograms.clear()
      shown = message.dashboard
      editor.setState({ turn: shown.turn.id, comparing: shown.comparison === null ? null : shown.before })
      // Open histograms follow what has arrived since.
      for (const column of opened.histograms.keys()) editor.postMessage({ type: 'histogram', column })
  }
  draw()
})

// Charts are drawn for a width; a few pixels more or less are not worth a new drawing.
new ResizeObserver(() => {
  if (Math.abs(columnWidth() - drawnWidth) > 8) draw()
}).observe(document.body)

function draw(): void {
  if (shown === null) return
  const focused = selectorOf(document.activeElement)
  drawnWidth = columnWidth()
  const place = window.scrollY
  main.replaceChildren(...pageOf(shown, opened, drawnWidth, (message) => editor.postMessage(message)))
  window.scrollTo(0, place)
  // The keyboard stays where it was when the page is drawn again, and so does what is read.
  if (focused !== null) main.querySelector<HTMLElement>(focused)?.focus({ preventScroll: true })
  if (announcement.textContent !== shown.sentence) announcement.textContent = shown.sentence
}

function subjectOf(dashboard: Dashboard | null): string {
  return `${dashboard?.turn.id} ${dashboard?.comparison?.title}`
}

function selectorOf(element: Element | null): string | null {
  const column = element?.getAttribute('data-column')
  if (column != null) return `[data-column="${CSS.escape(column)}"]`
  return element?.id ? `#${CSS.escape(element.id)}` : null
}

/** Width of one column of sections: two columns from 1000 px on. */
function columnWidth(): number {
  const inner = Math.min(document.body.clientWidth, 1600) - 48
  return Math.max(260, inner >= 952 ? (inner - 32) / 2 : inner)
}

editor.postMessage({ type: 'ready' })
