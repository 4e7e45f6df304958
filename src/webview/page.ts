/** The page of one turn: a sentence first, then sections that each say what they show. */
import type { Dashboard, FromPage, Histogram } from '../contract.ts'
import { accuracyChart, barChart, histogramChart, liveChart, trafficChart } from './charts.ts'
import { h } from './dom.ts'

type Post = (message: FromPage) => void

/** What the page keeps when it is drawn again: the columns that are open, and their histograms. */
export interface Opened {
  readonly histograms: Map<string, Histogram | null>
}

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
    h('h1', {}, turn.title),
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
    facts.length === 0
      ? null
      : h(
          'dl',
          { class: 'facts' },
          ...facts.map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value))),
        ),
    comparison === null
      ? null
      : h('section', { id: 'comparison' }, h('h2', {}, comparison.title), tableOf(comparison.table)),
  )
}

function sectionsOf(dashboard: Dashboard, opened: Opened, width: number, post: Post): HTMLElement[] {
  const { words, accuracy, live, traffic, time, steps, hardCases } = dashboard
  const bars = (entries: readonly { readonly label: string; readonly value: number }[], unit: string) =>
    barChart(entries, unit, width)
  return [
    section(
      'accuracy',
      words.accuracy!,
      accuracy.turns.some(({ test, live: each }) => test ?? each),
      words.noLabels!,
      () => [accuracyChart(dashboard, width)],
    ),
    section('live', words.live!, live.length > 0, words.noLabels!, () => [
      liveChart(dashboard, width),
      h('p', { class: 'caption' }, words.liveCaption!),
    ]),
    section('drift', words.drift!, dashboard.drift.length > 0, words.noDrift!, () => [
      driftTable(dashboard, opened, width, post),
    ]),
    section('traffic', words.traffic!, traffic.buckets.length > 0, words.noTraffic!, () => [
      trafficChart(dashboard, width),
    ]),
    section('time', words.time!, time.length > 0, words.noTime!, () => [
      bars(
        time.map(({ turn, minutes }) => ({ label: turn, value: minutes })),
        words.minutes!,
      ),
    ]),
    section('steps', words.steps!, steps.length > 0, words.noSteps!, () => [
      bars(
        steps.map(({ step, seconds }) => ({ label: step, value: seconds })),
        words.seconds!,
      ),
    ]),
    section(
      'hardCases',
      words.hardCases!,
      hardCases.rows.length > 0,
      words.noHardCases!,
      () => [tableOf(hardCases)],
      true,
    ),
  ]
}

function section(
  id: string,
  title: string,
  filled: unknown,
  otherwise: string,
  content: () => Node[],
  wide = false,
): HTMLElement {
  const body = filled ? content() : [h('p', { class: 'empty' }, otherwise)]
  return h('section', { id, class: wide ? 'wide' : '' }, h('h2', {}, title), ...body)
}

function tableOf({ columns, rows }: Dashboard['hardCases']): HTMLElement {
  return h(
    'div',
    { class: 'scroll' },
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...columns.map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, ...rows.map((row) => h('tr', {}, ...row.map((cell) => h('td', {}, cell))))),
    ),
  )
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
    'div',
    { class: 'scroll' },
    h(
      'table',
      { class: 'drift' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ...[words.column!, words.effect!, words.evidence!, ''].map((name) =>
            h('th', { scope: 'col' }, name),
          ),
        ),
      ),
      h(
        'tbody',
        {},
        ...drift.flatMap(({ column, role, effect, odds, alarm, note }) => {
          const open = opened.histograms.has(column)
          const histogram = opened.histograms.get(column) ?? null
          const name = role === '' || column === '(prediction)' ? column : `${column} (${role})`
          return [
            h(
              'tr',
              { class: alarm ? 'alarm' : '' },
              h(
                'td',
                {},
                h(
                  'button',
                  {
                    class: 'fold',
                    'data-column': column,
                    'aria-expanded': String(open),
                    click: () => toggle(column),
                  },
                  name,
                ),
              ),
              h('td', { class: 'number' }, effect.toFixed(2)),
              h('td', {}, odds),
              h('td', { class: 'note' }, note),
            ),
            ...(histogram === null
              ? []
              : [
                  h(
                    'tr',
                    { class: 'histogram' },
                    h(
                      'td',
                      { colspan: '4' },
                      h(
                        'p',
                        { class: 'caption' },
                        h(
                          'span',
                          { class: 'key reference' },
                          `${words.reference!}, n ${histogram.rows.reference}`,
                        ),
                        h('span', { class: 'key live' }, `${words.liveLabel!}, n ${histogram.rows.live}`),
                      ),
                      histogramChart(histogram, words, width - 24),
                    ),
                  ),
                ]),
          ]
        }),
      ),
    ),
  )
}
