/** The dashboard's charts. Labels stand at the marks; there is no legend where a label fits. */
import * as Plot from '@observablehq/plot'
import type { Dashboard, Histogram } from '../contract.ts'

type Words = Dashboard['words']

export const REFERENCE = 'var(--reference)'
export const LIVE = 'var(--live)'
export const BAD = 'var(--bad)'
/** Text that crosses a line stays readable. */
export const HALO = { fill: 'currentColor', stroke: 'var(--vscode-editor-background)', strokeWidth: 4 }

const TITLE_HEIGHT = 26
const LINE_HEIGHT = 36
/** Room for the axis, and above the chart for the requirement's label. */
export const AXIS_HEIGHT = 40
const TOP = 22

/** Test and live value of each turn with their intervals, newest first, and the requirement as a line. */
export function accuracyChart({ accuracy, words }: Dashboard, width: number): Element {
  const at = scaled(accuracy)
  const rows: { y: number; text: string; interval: IntervalLine | null }[] = []
  let y = TOP
  for (const { label, intervals } of accuracy.turns) {
    if (intervals.length === 0) continue
    rows.push({ y: y + TITLE_HEIGHT / 2, text: label, interval: null })
    y += TITLE_HEIGHT
    for (const interval of intervals) {
      rows.push({ y: y + LINE_HEIGHT / 2, text: interval.text, interval })
      y += LINE_HEIGHT
    }
  }
  const lines = rows.flatMap(({ y, interval }) => (interval === null ? [] : [{ y: y + 10, ...interval }]))
  const inRow = { text: 'text', frameAnchor: 'left', textAnchor: 'start', ...HALO } as const
  return plot(width, words.accuracy!, {
    height: y + AXIS_HEIGHT,
    marginTop: 0,
    marginLeft: 8,
    marginRight: 16,
    x: { label: unitOf(accuracy), grid: true, nice: true },
    y: { type: 'identity', axis: null },
    marks: [
      ...requirementX(accuracy, words, y),
      Plot.link(lines, {
        y: 'y',
        x1: (d: IntervalLine) => at(d.low),
        x2: (d: IntervalLine) => at(d.high),
        stroke: color,
        strokeWidth: 2,
      }),
      // Ends, so that nobody takes an interval at the edge for one that goes on.
      ...(['low', 'high'] as const).map((end) =>
        Plot.link(lines, {
          x: (d: IntervalLine) => at(d[end]),
          y1: ({ y }: { y: number }) => y - 5,
          y2: ({ y }: { y: number }) => y + 5,
          stroke: color,
          strokeWidth: 2,
        }),
      ),
      Plot.dot(lines, { y: 'y', x: (d: IntervalLine) => at(d.value), fill: color, r: 4 }),
      Plot.text(
        rows.filter(({ interval }) => interval === null),
        { ...inRow, y: 'y', fontWeight: 600 },
      ),
      Plot.text(
        rows.filter(({ interval }) => interval !== null),
        { ...inRow, y: ({ y }: (typeof rows)[number]) => y - 6 },
      ),
    ],
  })
}

type IntervalLine = Dashboard['accuracy']['turns'][number]['intervals'][number]

function color({ kind }: IntervalLine): string {
  return kind === 'test' ? REFERENCE : LIVE
}

function requirementX({ requirement, ...accuracy }: Dashboard['accuracy'], words: Words, bottom: number) {
  if (requirement === null) return []
  const x = scaled(accuracy)(requirement)
  return [
    Plot.link([x], { x, y1: TOP, y2: bottom, stroke: BAD, strokeDasharray: '4 3' }),
    Plot.text([x], {
      x,
      y: TOP / 2,
      text: () => requiredText({ ...accuracy, requirement }, words),
      fill: BAD,
    }),
  ]
}

export function requiredText({ requirement, isShare }: Dashboard['accuracy'], { required }: Words): string {
  return `${required!} ${isShare ? `${(requirement! * 100).toFixed(0)}%` : requirement!.toPrecision(3)}`
}

/** Shares are drawn in percent. */
export function scaled({ isShare }: Pick<Dashboard['accuracy'], 'isShare'>): (value: number) => number {
  return (value) => (isShare ? value * 100 : value)
}

export function unitOf({ isShare, name }: Dashboard['accuracy']): string {
  return isShare ? `${name} (%)` : name
}

/** Requests as bars, labels as narrower bars in front. */
export function trafficChart({ traffic, words }: Dashboard, width: number): Element {
  type Bucket = (typeof traffic.buckets)[number]
  const time = (bucket: Bucket) => new Date(bucket.time)
  const quarter = (n: number) => (bucket: Bucket) => new Date(bucket.time + (n / 4) * traffic.milliseconds)
  const [first, last] = [traffic.buckets[0]!.time, traffic.buckets.at(-1)!.time]
  // Moments at which a bucket begins: between them the clock would say the same twice.
  const every = Math.max(1, Math.ceil((last - first) / traffic.milliseconds / (width < 500 ? 3 : 6)))
  const times: Date[] = []
  for (let time = first; time <= last; time += every * traffic.milliseconds) times.push(new Date(time))
  const highest = traffic.buckets.reduce((most, bucket) => (bucket.labels > most.labels ? bucket : most))
  return plot(width, [words.traffic!, words.trafficCaption!].join('. '), {
    height: 180,
    marginTop: 26,
    x: {
      label: null,
      type: 'time',
      // A few buckets stay bars, and do not become walls.
      domain: [first, Math.max(last + traffic.milliseconds, first + 8 * traffic.milliseconds)].map(
        (time) => new Date(time),
      ),
      ticks: times,
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
      ...(highest.labels === 0
        ? []
        : [
            Plot.text([highest], {
              x: quarter(2),
              y: 'labels',
              text: () => words.labels!,
              dy: -8,
              ...HALO,
              fill: LIVE,
            }),
          ]),
    ],
  })
}

/** A moment as precise as the buckets are. */
function clock(date: Date, bucket: number): string {
  if (bucket >= 86_400_000) return date.toLocaleDateString([], { day: 'numeric', month: 'short' })
  const second = bucket < 60_000 ? '2-digit' : undefined
  return date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second, hourCycle: 'h23' })
}

interface Bar {
  readonly label: string
  readonly value: number
}

/** Something that the bars are held against. */
export interface Mark {
  readonly at: number
  readonly text: string
}

/** Bars with their values at their ends. */
export function barChart(
  bars: readonly Bar[],
  unit: string,
  title: string,
  width: number,
  mark: Mark | null = null,
): Element {
  const top = mark === null ? 0 : TOP
  return plot(
    width,
    [title, ...bars.map(({ label, value }) => `${label} ${value.toPrecision(2)}`)].join(', '),
    {
      height: 26 * bars.length + AXIS_HEIGHT + top,
      marginTop: top,
      marginRight: 56,
      ...namesAtTheLeft(
        bars.map(({ label }) => label),
        width,
      ),
      x: { label: unit, grid: true, nice: true },
      marks: [
        Plot.barX(bars, { y: 'label', x: 'value', fill: REFERENCE, fillOpacity: 0.7 }),
        Plot.text(bars, {
          y: 'label',
          x: 'value',
          text: ({ value }: Bar) => value.toPrecision(2),
          textAnchor: 'start',
          dx: 6,
          ...HALO,
        }),
        ...(mark === null
          ? []
          : [
              Plot.ruleX([mark.at], { stroke: BAD, strokeDasharray: '4 3' }),
              Plot.text([mark.at], {
                x: mark.at,
                text: () => mark.text,
                frameAnchor: 'top',
                dy: -16,
                fill: BAD,
              }),
            ]),
      ],
    },
  )
}

/** Names take up to a third of the width; what is longer is cut with three dots. */
function namesAtTheLeft(names: readonly string[], width: number): Pick<Plot.PlotOptions, 'marginLeft' | 'y'> {
  const letter = 7
  const marginLeft = Math.min(12 + letter * Math.max(...names.map(({ length }) => length)), width / 3)
  const tickFormat = (name: string) => short(name, Math.floor((marginLeft - 12) / letter))
  return { marginLeft, y: { label: null, tickSize: 0, domain: [...names], tickFormat } }
}

function short(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}

/** Reference and live rows of one column, overlaid; bars one below the other for categories. */
export function histogramChart({ column, bins }: Histogram, words: Words, width: number): Element {
  const shares = { label: `${words.share!} (%)`, grid: true, nice: true }
  const title = `${column}: ${words.reference!}, ${words.liveRows!}`
  const share = (of: 'reference' | 'live') => (bin: Histogram['bins'][number]) => bin[of] * 100
  // One sample is filled and the other outlined: they are told apart without colours too.
  const outlined = { fill: LIVE, fillOpacity: 0.2, stroke: LIVE, strokeWidth: 1.5 }
  const filled = { fill: REFERENCE, fillOpacity: 0.55 }
  if (bins.some(({ name }) => name !== null))
    return plot(width, title, {
      height: 26 * bins.length + AXIS_HEIGHT,
      marginTop: 0,
      ...namesAtTheLeft(
        bins.map(({ name }) => name!),
        width,
      ),
      x: shares,
      marks: [
        Plot.barX(bins, { y: 'name', x: share('reference'), insetBottom: 11, ...filled }),
        Plot.barX(bins, { y: 'name', x: share('live'), insetTop: 11, ...outlined }),
      ],
    })
  return plot(width, title, {
    height: 170 + AXIS_HEIGHT,
    marginTop: 26,
    x: { label: column },
    y: shares,
    marks: [
      Plot.rectY(bins, { x1: 'from', x2: 'to', y1: 0, y2: share('reference'), ...filled }),
      Plot.rectY(bins, { x1: 'from', x2: 'to', y1: 0, y2: share('live'), ...outlined }),
    ],
  })
}

/** @param title what one hears who does not see the chart */
export function plot(width: number, title: string, options: Plot.PlotOptions): Element {
  const chart = Plot.plot({
    width,
    marginBottom: AXIS_HEIGHT,
    style: {
      background: 'none',
      color: 'var(--vscode-foreground)',
      fontFamily: 'var(--vscode-font-family)',
      fontSize: '12px',
    },
    ...options,
  })
  chart.setAttribute('role', 'img')
  chart.setAttribute('aria-label', title)
  // The page's policy lets in only styles that carry its nonce.
  const nonce = document.querySelector('meta[name="nonce"]')?.getAttribute('content') ?? ''
  for (const style of chart.querySelectorAll('style')) style.setAttribute('nonce', nonce)
  return chart
}
