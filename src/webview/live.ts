/** Live accuracy over requests: by labels with its band, what is estimated without them, and the requirement. */
import * as Plot from '@observablehq/plot'
import type { Dashboard } from '../contract.ts'
import { AXIS_HEIGHT, BAD, HALO, LIVE, plot, REFERENCE, requiredText, scaled, unitOf } from './charts.ts'

type Moment = Dashboard['live'][number]

/** Live accuracy by labels as a line in its band, what is estimated without them as a dashed one, and the requirement. */
export function liveChart(dashboard: Dashboard, width: number): Element {
  const { live, estimate, accuracy, words } = dashboard
  const at = scaled(accuracy)
  const edges = edgesOf(dashboard)
  const bandOf = (moments: readonly Moment[], fill: string, fillOpacity: number) =>
    Plot.areaY(moments, {
      x: 'requests',
      y1: (d: Moment) => at(d.low),
      y2: (d: Moment) => at(d.high),
      clip: true,
      fill,
      fillOpacity,
    })
  const lineOf = (moments: readonly Moment[], stroke: string, look: Plot.LineYOptions) =>
    Plot.lineY(moments, { x: 'requests', y: (d: Moment) => at(d.value), clip: true, stroke, ...look })
  return plot(width, [words.live!, words.liveCaption!, cutText(dashboard) ?? ''].join('. '), {
    height: 190 + AXIS_HEIGHT,
    marginTop: 26,
    marginRight: 78,
    x: { label: words.requests!, grid: false },
    y: { label: unitOf(accuracy), grid: true, domain: edges },
    marks: [
      bandOf(estimate, REFERENCE, 0.1),
      bandOf(live, LIVE, 0.18),
      ...requirementY(dashboard),
      lineOf(estimate, REFERENCE, { strokeWidth: 1.5, strokeDasharray: '2 3' }),
      lineOf(live, LIVE, { strokeWidth: 2 }),
      ...cutMarks(estimate, edges, at, REFERENCE),
      ...cutMarks(live, edges, at, LIVE),
      ...ends(dashboard),
    ],
  })
}

/** Says how wide the band is where the chart cuts it off; null where the chart shows all of it. */
export function cutText(dashboard: Dashboard): string | null {
  const at = scaled(dashboard.accuracy)
  const edges = edgesOf(dashboard)
  const cut = [dashboard.live, dashboard.estimate].flat().filter((moment) => isCut(moment, edges, at))
  if (cut.length === 0) return null
  const widest = cut.reduce((most, each) => (each.high - each.low > most.high - most.low ? each : most))
  return [widest.low, widest.high].reduce<string>(
    (text, end, index) => text.replace(`{${index}}`, shown(end, dashboard)),
    dashboard.words.cutOff!,
  )
}

function shown(value: number, { accuracy }: Dashboard): string {
  return accuracy.isShare ? (value * 100).toFixed(0) : value.toPrecision(3)
}

function isCut({ low, high }: Moment, [bottom, top]: Edges, at: (value: number) => number): boolean {
  return at(low) < bottom || at(high) > top
}

type Edges = readonly [bottom: number, top: number]

/** From where to where the chart reaches, at ticks: the first few labels know so little that their band is cut off. */
function edgesOf({ live, estimate, accuracy }: Dashboard): Edges {
  const known = [live, estimate].flatMap((moments) => moments.slice(Math.floor(moments.length / 4)))
  const { requirement } = accuracy
  const values = [
    ...known.flatMap(({ low, high }) => [low, high]),
    ...(requirement === null ? [] : [requirement]),
  ].map(scaled(accuracy))
  const { domain } = Plot.scale({
    y: { type: 'linear', domain: [Math.min(...values), Math.max(...values)], nice: true },
  })
  const [bottom, top] = [...domain!].map(Number)
  return [bottom!, top!]
}

/** Where the chart cuts the band off: triangles at its edge, that point to where the band goes on. */
function cutMarks(
  moments: readonly Moment[],
  [bottom, top]: Edges,
  at: (value: number) => number,
  fill: string,
) {
  const mark = (cut: readonly Moment[], edge: number, rotate: number, dy: number) =>
    Plot.dot(thinned(cut), { x: 'requests', y: edge, symbol: 'triangle', rotate, dy, r: 3.5, fill })
  const below = moments.filter(({ low }) => at(low) < bottom)
  const above = moments.filter(({ high }) => at(high) > top)
  return [
    ...(below.length === 0 ? [] : [mark(below, bottom, 180, -4)]),
    ...(above.length === 0 ? [] : [mark(above, top, 0, 4)]),
  ]
}

/** The first, the last and a few between them. */
function thinned(moments: readonly Moment[]): Moment[] {
  const every = Math.max(1, Math.ceil(moments.length / 5))
  return moments.filter((_, index) => index % every === 0 || index === moments.length - 1)
}

function requirementY({ accuracy, words }: Dashboard) {
  if (accuracy.requirement === null) return []
  const y = scaled(accuracy)(accuracy.requirement)
  return [
    Plot.ruleY([y], { stroke: BAD, strokeDasharray: '4 3' }),
    Plot.text([y], {
      y,
      text: () => requiredText(accuracy, words),
      frameAnchor: 'left',
      textAnchor: 'start',
      dx: 4,
      dy: -8,
      ...HALO,
      fill: BAD,
    }),
  ]
}

/** What the lines are, at their ends. */
function ends({ live, estimate, accuracy, words }: Dashboard) {
  const at = scaled(accuracy)
  const [measured, guessed] = [live.at(-1), estimate.at(-1)]
  // Two ends that lie close together would write over each other.
  const apart =
    measured !== undefined && guessed !== undefined && Math.abs(at(measured.value) - at(guessed.value)) < 3
      ? 8
      : 0
  const end = (moment: Moment | undefined, text: string, fill: string, up: boolean) =>
    moment === undefined
      ? []
      : [
          Plot.text([moment], {
            x: 'requests',
            y: (d: Moment) => at(d.value),
            text: () => text,
            textAnchor: 'start',
            dx: 6,
            dy: up ? -apart : apart,
            fill,
          }),
        ]
  const measuredAbove = (measured?.value ?? 0) >= (guessed?.value ?? 0)
  return [
    ...end(measured, words.liveLine!, LIVE, measuredAbove),
    ...end(guessed, words.estimateLine!, REFERENCE, !measuredAbove),
  ]
}
