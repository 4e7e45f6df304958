/** The dashboard's charts. Labels stand at the marks; there is no legend where a label fits. */
import * as Plot from '@observablehq/plot'
import type { Dashboard, Histogram } from '../contract.ts'

type Words = Dashboard['words']

const REFERENCE = 'var(--reference)'
const LIVE = 'var(--live)'

/** Test and live value of each turn with their intervals, and the requirement as a line. */
export function accuracyChart({ accuracy, words }: Dashboard, width: number): Element {
  const points = accuracy.turns.flatMap(({ label, test, live }) => [
    ...(test === null ? [] : [{ turn: label, kind: words.test!, ...test }]),
    ...(live === null ? [] : [{ turn: label, kind: words.liveLabel!, ...live }]),
  ])
  const scale = accuracy.isShare ? 100 : 1
  const at = (value: number) => value * scale
  const text = (value: number) => (accuracy.isShare ? `${at(value).toFixed(0)}%` : value.toPrecision(3))
  return plot(width, {
    height: 34 * points.length + 16 * accuracy.turns.length + 44,
    marginLeft: 62,
    marginRight: 110,
    x: { label: accuracy.isShare ? `${accuracy.name} (%)` : accuracy.name, grid: true, nice: true },
    y: { label: null, domain: [words.test!, words.liveLabel!] },
    fy: {
      label: null,
      axis: null,
      domain: accuracy.turns.map(({ label }) => label).reverse(),
      padding: 0.35,
    },
    marks: [
      Plot.text(points.filter(isFirstOf), {
        fy: 'turn',
        text: 'turn',
        frameAnchor: 'top-left',
        dy: -14,
        dx: -58,
      }),
      ...(accuracy.requirement === null
        ? []
        : [
            Plot.ruleX([at(accuracy.requirement)], { stroke: 'var(--bad)', strokeDasharray: '4 3' }),
            Plot.text(points.filter(isFirstOf).slice(-1), {
              fy: 'turn',
              x: () => at(accuracy.requirement!),
              text: () => `${words.requirement!} ${text(accuracy.requirement!)}`,
              frameAnchor: 'top',
              dy: -14,
              fill: 'var(--bad)',
            }),
          ]),
      Plot.link(points, {
        fy: 'turn',
        y: 'kind',
        x1: (d: Point) => at(d.low),
        x2: (d: Point) => at(d.high),
        stroke: color(words),
        strokeWidth: 2,
      }),
      Plot.dot(points, { fy: 'turn', y: 'kind', x: (d: Point) => at(d.value), fill: color(words), r: 4 }),
      Plot.text(points, {
        fy: 'turn',
        y: 'kind',
        x: (d: Point) => at(d.high),
        text: (d: Point) => `${text(d.value)}, n ${d.n.toLocaleString('en-US')}`,
        textAnchor: 'start',
        dx: 8,
      }),
    ],
  })
}

interface Point {
  readonly turn: string
  readonly kind: string
  readonly value: number
  readonly low: number
  readonly high: number
  readonly n: number
}

function isFirstOf(point: Point, index: number, all: readonly Point[]): boolean {
  return all.findIndex(({ turn }) => turn === point.turn) === index
}

function color(words: Words): (point: Point) => string {
  return ({ kind }) => (kind === words.test ? REFERENCE : LIVE)
}

/** Live accuracy after so many labels, as a line in its band. */
export function liveChart({ live, accuracy, words }: Dashboard, width: number): Element {
  const scale = accuracy.isShare ? 100 : 1
  type Moment = (typeof live)[number]
  const last = live.at(-1)!
  return plot(width, {
    height: 200,
    marginRight: 70,
    x: { label: words.labels!, grid: false },
    y: { label: accuracy.isShare ? `${accuracy.name} (%)` : accuracy.name, grid: true, nice: true },
    marks: [
      Plot.areaY(live, {
        x: 'labels',
        y1: (d: Moment) => d.low * scale,
        y2: (d: Moment) => d.high * scale,
        fill: LIVE,
        fillOpacity: 0.18,
      }),
      Plot.lineY(live, { x: 'labels', y: (d: Moment) => d.value * scale, stroke: LIVE, strokeWidth: 2 }),
      Plot.text([last], {
        x: 'labels',
        y: (d: Moment) => d.value * scale,
        text: (d: Moment) => (accuracy.isShare ? `${(d.value * 100).toFixed(0)}%` : d.value.toPrecision(3)),
        textAnchor: 'start',
        dx: 6,
      }),
      ...(accuracy.requirement === null
        ? []
        : [
            Plot.ruleY([accuracy.requirement * scale], { stroke: 'var(--bad)', strokeDasharray: '4 3' }),
            Plot.text([accuracy.requirement * scale], {
              y: (value: number) => value,
              text: () => words.requirement!,
              frameAnchor: 'right',
              textAnchor: 'start',
              dx: 6,
              fill: 'var(--bad)',
            }),
          ]),
    ],
  })
}

/** Requests as bars, labels as narrower bars in front. */
export function trafficChart({ traffic, words }: Dashboard, width: number): Element {
  type Bucket = (typeof traffic.buckets)[number]
  const time = (bucket: Bucket) => new Date(bucket.time)
  const quarter = (n: number) => (bucket: Bucket) => new Date(bucket.time + (n / 4) * traffic.milliseconds)
  const highest = traffic.buckets.reduce((most, bucket) => (bucket.labels > most.labels ? bucket : most))
  return plot(width, {
    height: 180,
    x: {
      label: null,
      type: 'time',
      ticks: 4,
      tickFormat: (date: Date) => clock(date, traffic.milliseconds),
    },
    y: { label: `${words.requests!} ${traffic.unit}`, grid: true, nice: true },
    marks: [
      Plot.rectY(traffic.buckets, {
        x1: time,
        x2: (bucket: Bucket) => new Date(bucket.time + traffic.milliseconds),
        y: 'requests',
        fill: REFERENCE,
        fillOpacity: 0.6,
      }),
      // Narrower and in front: most labels belong to requests of the same time.
      Plot.rectY(traffic.buckets, { x1: quarter(1), x2: quarter(3), y: 'labels', fill: LIVE }),
      Plot.text([highest], { x: quarter(2), y: 'labels', text: () => words.labels!, dy: -8, fill: LIVE }),
    ],
  })
}

/** A moment as precise as the buckets are. */
function clock(date: Date, bucket: number): string {
  if (bucket >= 86_400_000) return date.toLocaleDateString([], { day: 'numeric', month: 'short' })
  const second = bucket < 60_000 ? '2-digit' : undefined
  return date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second })
}

export interface Bar {
  readonly label: string
  readonly value: number
}

/** Bars with their values at their ends. */
export function barChart(bars: readonly Bar[], unit: string, width: number): Element {
  return plot(width, {
    height: 26 * bars.length + 40,
    marginLeft: 96,
    marginRight: 56,
    x: { label: unit, grid: true, nice: true },
    y: { label: null, domain: bars.map(({ label }) => label) },
    marks: [
      Plot.barX(bars, { y: 'label', x: 'value', fill: REFERENCE, fillOpacity: 0.7 }),
      Plot.text(bars, {
        y: 'label',
        x: 'value',
        text: ({ value }: Bar) => value.toPrecision(2),
        textAnchor: 'start',
        dx: 6,
      }),
    ],
  })
}

/** Reference and live rows of one column, overlaid; bars side by side for categories. */
export function histogramChart({ bins }: Histogram, words: Words, width: number): Element {
  const both = bins.flatMap(({ reference, live, ...bin }) => [
    { ...bin, kind: words.reference!, share: reference * 100 },
    { ...bin, kind: words.liveLabel!, share: live * 100 },
  ])
  const fill = ({ kind }: { kind: string }) => (kind === words.reference ? REFERENCE : LIVE)
  const y = { label: `${words.share!} (%)`, grid: true, nice: true }
  if (bins.some(({ name }) => name !== null))
    return plot(width, {
      height: 190,
      fx: { label: null, domain: bins.map(({ name }) => name!), padding: 0.2 },
      x: { axis: null, domain: [words.reference!, words.liveLabel!] },
      y,
      marks: [Plot.barY(both, { fx: 'name', x: 'kind', y: 'share', fill })],
    })
  return plot(width, {
    height: 190,
    x: { label: null },
    y,
    marks: [
      Plot.rectY(both, {
        x1: 'from',
        x2: 'to',
        y2: 'share',
        y1: 0,
        fill,
        fillOpacity: 0.5,
        mixBlendMode: 'normal',
      }),
    ],
  })
}

function plot(width: number, options: Plot.PlotOptions): Element {
  const chart = Plot.plot({
    width,
    style: {
      background: 'none',
      color: 'var(--vscode-foreground)',
      fontFamily: 'var(--vscode-font-family)',
      fontSize: '12px',
    },
    ...options,
  })
  // The page's policy lets in only styles that carry its nonce.
  const nonce = document.querySelector('meta[name="nonce"]')?.getAttribute('content') ?? ''
  for (const style of chart.querySelectorAll('style')) style.setAttribute('nonce', nonce)
  return chart
}
