/**
 * What the dashboard page and the editor say to each other. Both sides check what they get: a message is parsed, never
 * cast. Texts come from the editor in the person's language; the page has no words of its own.
 */
import * as v from 'valibot'

/** Which turn the page shows, and beside which other: it outlives the window. */
export const pageStateSchema = v.object({ turn: v.string(), comparing: v.nullable(v.string()) })
export type PageState = v.InferOutput<typeof pageStateSchema>

const turnLine = v.object({
  label: v.string(),
  /** One for the test, one for the live rows, as far as they were measured; `text` says it in words. */
  intervals: v.array(
    v.object({
      kind: v.picklist(['test', 'live']),
      text: v.string(),
      value: v.number(),
      low: v.number(),
      high: v.number(),
    }),
  ),
})

/** An accuracy, with its interval, after so many requests. */
const moment = v.object({ requests: v.number(), value: v.number(), low: v.number(), high: v.number() })

const driftLine = v.object({
  column: v.string(),
  /** `observed`, `prediction`, or empty for an input. */
  role: v.string(),
  /** Empty where there is no evidence: an effect alone says nothing. */
  effect: v.string(),
  odds: v.string(),
  alarm: v.boolean(),
  note: v.string(),
})

const table = v.object({ columns: v.array(v.string()), rows: v.array(v.array(v.string())) })

const dashboardSchema = v.object({
  /** Heads and captions of the sections, by key. */
  words: v.record(v.string(), v.string()),
  project: v.string(),
  turn: v.object({ id: v.string(), title: v.string() }),
  /** Ids of the turns beside it. */
  before: v.nullable(v.string()),
  after: v.nullable(v.string()),
  sentence: v.string(),
  flips: v.string(),
  /** What the two buttons say; null once it is decided. */
  buttons: v.nullable(v.object({ take: v.string(), otherwise: v.string() })),
  decided: v.nullable(v.string()),
  /** Small facts below the sentence: label and value. */
  facts: v.array(v.tuple([v.string(), v.string()])),
  accuracy: v.object({
    /** Shares are drawn in percent. */
    isShare: v.boolean(),
    name: v.string(),
    requirement: v.nullable(v.number()),
    turns: v.array(turnLine),
  }),
  /** Live accuracy by labels, with the interval that holds while watched; each label counts at its request. */
  live: v.array(moment),
  /** What is estimated without labels; empty where nothing can be. */
  estimate: v.array(moment),
  drift: v.array(driftLine),
  /** Requests and labels by time; `time` in milliseconds since the epoch. */
  traffic: v.object({
    unit: v.string(),
    milliseconds: v.number(),
    buckets: v.array(v.object({ time: v.number(), requests: v.number(), labels: v.number() })),
  }),
  /** Attended and planned minutes by turn, and where the last loop spent its seconds. */
  time: v.array(v.object({ turn: v.string(), minutes: v.number() })),
  planned: v.nullable(v.number()),
  steps: v.array(v.object({ step: v.string(), seconds: v.number() })),
  hardCases: table,
  /** What differs between two turns; null when none is compared. */
  comparison: v.nullable(v.object({ title: v.string(), table })),
})
export type Dashboard = v.InferOutput<typeof dashboardSchema>

const histogramSchema = v.object({
  column: v.string(),
  /** Shares of the reference and of the live rows; for numbers a bin's edges, for categories its name. */
  bins: v.array(
    v.object({
      from: v.nullable(v.number()),
      to: v.nullable(v.number()),
      name: v.nullable(v.string()),
      reference: v.number(),
      live: v.number(),
    }),
  ),
  rows: v.object({ reference: v.number(), live: v.number() }),
})
export type Histogram = v.InferOutput<typeof histogramSchema>

/** From the editor to the page. */
export const toPageSchema = v.variant('type', [
  v.object({ type: v.literal('show'), dashboard: dashboardSchema }),
  v.object({ type: v.literal('histogram'), histogram: histogramSchema }),
  /** Nothing to show, and why. */
  v.object({ type: v.literal('empty'), sentence: v.string() }),
])
export type ToPage = v.InferOutput<typeof toPageSchema>

/** From the page to the editor. */
export const fromPageSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('take') }),
  v.object({ type: v.literal('otherwise') }),
  v.object({ type: v.literal('histogram'), column: v.string() }),
  /** Shows another turn, or this one beside the one before it. */
  v.object({ type: v.literal('turn'), id: v.string(), comparing: v.nullable(v.string()) }),
])
export type FromPage = v.InferOutput<typeof fromPageSchema>
