/** The page of one turn: a sentence first, then sections that each say what they show. */
import type { Dashboard, FromPage, Histogram } from '../contract.ts'
import { accuracyChart, barChart, histogramChart, trafficChart } from './charts.ts'
import { h } from './dom.ts'
import { cutText, liveChart } from './live.ts'

type Post = (message: FromPage) => void

/** What the page keeps when it is drawn again: the columns that are open, and their histograms. */
export interface Opened {
  readonly histograms: Map<string, Histogram | null>
}

/**
 * @param opened sections that the person opened or closed
 * @param width  of the charts, in pixels
 */
export function pageOf(dashboard: Dashboard, opened: Opened, width: number, post: Post): Node[] {
  return [
    header(dashboard, post),
    h('div', { class: 'sections' }, ...sectionsOf(dashboard, opened, width, post)),
  ]
}

function header(dashboard: Dashboard, post: Post): HTMLElement {
  const { sentence, flips, buttons, decided, facts, turn, comparison } = dashboard
  return h(
    'header',
    {},
    h('div', { class: 'title' }, h('h1', {}, turn.title), navigation(dashboard, post)),
    h('p', { class: 'sentence' }, sentence),
    flips === '' ? null : h('p', { class: 'flips' }, flips),
    buttons === null
      ? null
      : h(
          'p',
          { class: 'buttons' },
          h('button', { id: 'take', click: () => post({ type: 'take' }) }, buttons.take),
          h(
            'button',
            { id: 'otherwise', class: 'secondary', click: () => post({ type: 'otherwise' }) },
            buttons.otherwise,
          ),
        ),
    decided === null ? null : h('p', { class: 'decided' }, decided),
    comparison === null
      ? null
      : h(
          'section',
          { id: 'comparison' },
          h('h2', {}, comparison.title),
          tableOf(comparison.table, comparison.title),
        ),
    facts.length === 0
      ? null
      : h(
          'dl',
          { class: 'facts' },
          ...facts.map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value))),
        ),
  )
}

/** The turns beside this one, and both in comparison. */
function navigation({ turn, before, after, comparison, words }: Dashboard, post: Post): HTMLElement | null {
  const link = (id: string, label: string, shown: string | null, comparing: string | null = null) =>
    shown === null
      ? null
      : h('button', { id, class: 'link', click: () => post({ type: 'turn', id: shown, comparing }) }, label)
  const links = [
    link('before', words.previousTurn!, before),
    link('after', words.nextTurn!, after),
    comparison === null
      ? link('compare', words.compare!, before === null ? null : turn.id, before)
      : link('compare', words.endComparison!, turn.id),
  ]
  return links.some((each) => each !== null) ? h('nav', {}, ...links) : null
}

function sectionsOf(dashboard: Dashboard, opened: Opened, width: number, post: Post): HTMLElement[] {
  const { words, accuracy, live, estimate, traffic, time, planned, steps, hardCases } = dashboard
  const caption = (text: string | null) => (text ? [h('p', { class: 'caption' }, text)] : [])
  return [
    section(
      'accuracy',
      words.accuracy!,
      accuracy.turns.some(({ intervals }) => intervals.length > 0),
      words.noMeasure!,
      () => [accuracyChart(dashboard, width)],
    ),
    section('live', words.live!, live.length + estimate.length > 0, words.noLabels!, () => [
      ...caption(words.liveCaption!),
      liveChart(dashboard, width),
      ...caption(cutText(dashboard)),
      ...(live.length === 0 ? caption(words.noLabels!) : []),
    ]),
    section('drift', words.drift!, dashboard.drift.length > 0, words.noDrift!, () => [
      ...caption(words.driftCaption!),
      driftTable(dashboard, opened, width, post),
    ]),
    section('traffic', words.traffic!, traffic.buckets.length > 0, words.noTraffic!, () => [
      ...caption(words.trafficCaption!),
      trafficChart(dashboard, width),
    ]),
    section('time', words.time!, time.length > 0, words.noTime!, () => [
      barChart(
        time.map(({ turn, minutes }) => ({ label: turn, value: minutes })),
        words.minutes!,
        words.time!,
        width,
        planned === null ? null : { at: planned, text: `${words.planned!} ${planned}` },
      ),
    ]),
    section('steps', words.steps!, steps.length > 0, words.noSteps!, () => [
      barChart(
        steps.map(({ step, seconds }) => ({ label: step, value: seconds })),
        words.seconds!,
        words.steps!,
        width,
      ),
    ]),
    section(
      'hardCases',
      words.hardCases!,
      hardCases.rows.length > 0,
      words.noHardCases!,
      () => [tableOf(hardCases, words.hardCases!)],
      true,
    ),
  ]
}

function section(
  id: string,
  title: string,
  filled: boolean,
  otherwise: string,
  content: () => Node[],
  wide = false,
): HTMLElement {
  const body = filled ? content() : [h('p', { class: 'empty' }, otherwise)]
  const heading = h('h2', { id: `${id}-title` }, title)
  return h('section', { id, class: wide ? 'wide' : '', 'aria-labelledby': `${id}-title` }, heading, ...body)
}

function tableOf({ columns, rows }: Dashboard['hardCases'], title: string): HTMLElement {
  const kinds = columns.map((_, index) =>
    rows.every((row) => /^(-|-?[\d.,]+%?)$/.test(row[index] ?? '')) ? 'number' : '',
  )
  const heads = columns.map((name, index) => h('th', { scope: 'col', class: kinds[index]! }, name))
  const lines = rows.map((row) =>
    h('tr', {}, ...row.map((text, index) => h('td', { class: kinds[index]! }, text))),
  )
  return scrolling(title, h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...lines)))
}

/** A table that is wider than the page scrolls by itself, also by keyboard. */
function scrolling(title: string, table: HTMLElement): HTMLElement {
  return h('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': title }, table)
}

/** Each row opens into the histograms of its column. */
function driftTable(dashboard: Dashboard, opened: Opened, width: number, post: Post): HTMLElement {
  const { words, drift } = dashboard
  const toggle = (column: string) => {
    if (opened.histograms.has(column)) opened.histograms.delete(column)
    else opened.histograms.set(column, null)
    post(opened.histograms.has(column) ? { type: 'histogram', column } : { type: 'ready' })
  }
  return h(
    'table',
    { class: 'drift' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, words.column!),
        h('th', { scope: 'col', class: 'number' }, words.effect!),
        h('th', { scope: 'col' }, words.evidence!),
      ),
    ),
    h(
      'tbody',
      {},
      ...drift.flatMap((line) => {
        const histogram = opened.histograms.get(line.column) ?? null
        return [
          driftRow(line, opened.histograms.has(line.column), () => toggle(line.column)),
          ...(histogram === null ? [] : [histogramRow(histogram, words, width)]),
        ]
      }),
    ),
  )
}

function driftRow(line: Dashboard['drift'][number], open: boolean, toggle: () => void): HTMLElement {
  const { column, role, effect, odds, alarm, note } = line
  const name = role === '' || column === '(prediction)' ? column : `${column} (${role})`
  const fold = { class: 'fold', 'data-column': column, 'aria-expanded': String(open), click: toggle }
  return h(
    'tr',
    { class: alarm ? 'alarm' : '' },
    h('td', {}, h('button', fold, name)),
    h('td', { class: 'number' }, effect),
    h('td', {}, odds, note === '' ? null : h('span', { class: 'note' }, ` ${note}`)),
  )
}

function histogramRow(histogram: Histogram, words: Dashboard['words'], width: number): HTMLElement {
  const { reference, live } = histogram.rows
  return h(
    'tr',
    { class: 'histogram' },
    h(
      'td',
      { colspan: '3' },
      h(
        'p',
        { class: 'caption' },
        h('span', { class: 'key reference' }, `${words.reference!}, n ${reference}`),
        h('span', { class: 'key live' }, `${words.liveRows!}, n ${live}`),
      ),
      histogramChart(histogram, words, width - 24),
    ),
  )
}
