/** One turn of the loop: a plain, versioned record in `iterations/<id>.yaml` that the other wings fill. */
import * as v from 'valibot'
import type { Migrations } from './versioned.ts'

/** An estimate with its interval and the number of rows that it speaks of. Proportions are in [0, 1]. */
export const intervalSchema = v.object({
  value: v.number(),
  low: v.number(),
  high: v.number(),
  n: v.number(),
})
export type Interval = v.InferOutput<typeof intervalSchema>

/** Errors of a regression on labelled rows: their mean as they are, where they are clipped (null: nowhere), what share is. */
export const errorsSchema = v.object({
  n: v.number(),
  mean: v.nullable(v.number()),
  bound: v.nullable(v.number()),
  clippedLive: v.number(),
})
export type Errors = v.InferOutput<typeof errorsSchema>

export const STAGES = ['load', 'prepare', 'features', 'train', 'evaluate'] as const
export type StageName = (typeof STAGES)[number]

export const ACTIONS = ['SHIP', 'KEEP', 'LABEL', 'FIX', 'REBUILD', 'FIX PIPELINE', 'PIVOT', 'STOP'] as const
export type Action = (typeof ACTIONS)[number]

/** How a notebook's cells are read: by their execution counts, or as if run from top to bottom in a new kernel. */
export const CELL_ORDERS = ['counts', 'file'] as const
export type CellOrder = (typeof CELL_ORDERS)[number]

const VERDICTS = ['PASS', 'FAIL', 'UNKNOWN'] as const
export type Verdict = (typeof VERDICTS)[number]

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const metric = v.object({
  name: v.string(),
  /** Value of a fresh run of the notebook in the same environment; null when it was not run. */
  notebook: v.nullable(v.number()),
  scripts: v.nullable(v.number()),
  /** As the notebook's stored output prints it; null when it prints none. */
  stored: v.nullable(v.string()),
  /**
   * Equal to 1e-9 with the fresh run, and equal to the stored output as far as that was printed. Where the cells are read
   * in the order of the file, a stored output may be of another order: it is told (`stored`), and decides nothing.
   */
  equal: v.boolean(),
  /** The cell that shows it. */
  cell: v.optional(count),
})
export type Metric = v.InferOutput<typeof metric>

export const driftRowSchema = v.object({
  column: v.string(),
  role: v.picklist(['input', 'observed', 'prediction']),
  /** Largest CDF gap or total variation since the leading bet's restart, in [0, 1]. */
  effect: v.number(),
  /** The e-value: 20 means 1 in 20 by chance, whenever one looks. */
  evidence: v.number(),
  alarm: v.boolean(),
  /** Commit number of the first row that the effect speaks of. */
  since: v.nullable(count),
})
export type DriftRow = v.InferOutput<typeof driftRowSchema>

const challenger = v.object({
  name: v.string(),
  /** Hash of its graph. */
  model: v.string(),
  right: v.nullable(count),
  of: count,
  championRight: v.nullable(count),
  /** Its own out-of-fold or test result, as the notebook judged it. */
  test: v.optional(v.nullable(intervalSchema), null),
  /** McNemar mid-p (classification); null for regression. */
  p: v.nullable(v.number()),
  /** Challenger minus champion: difference of accuracies (Newcombe), or of mean absolute errors. */
  difference: v.nullable(intervalSchema),
})
export type Challenger = v.InferOutput<typeof challenger>

const hardCaseSchema = v.object({
  row: count,
  inputs: v.record(v.string(), v.nullable(v.union([v.number(), v.string(), v.boolean()]))),
  prediction: v.union([v.number(), v.string()]),
  truth: v.nullable(v.union([v.number(), v.string()])),
  confidence: v.nullable(v.number()),
})
export type HardCase = v.InferOutput<typeof hardCaseSchema>

/** What makes the metric mean less than it seems to: leakage, luck, state that is in no cell (docs/findings.md). */
const findingSchema = v.object({
  kind: v.string(),
  weight: v.picklist(['serious', 'mild']),
  cell: count,
  /** 1-based, in the cell. */
  line: count,
  message: v.string(),
  todo: v.string(),
})

const rowCountsSchema = v.object({
  trained: count,
  tested: count,
  /** Rows that are in both; null where nothing tells one row from another of equal values. */
  same: v.nullable(count),
  /** Tested rows, besides those, whose values a row of the fit has. */
  equal: count,
  /** In so many folds, of which `trained` is the largest fit and the others are sums; absent for one test. */
  folds: v.optional(count),
  /** Features that are the target itself in every row of the last fit. */
  answers: v.optional(v.array(v.string())),
  /** SHA-256 of the statements that decide which rows these are: the counts hold as long as nobody edits those. */
  of: v.optional(v.string()),
})

/** A statement of the notebook, told so that it is found again when the notebook has changed elsewhere. */
const placeSchema = v.object({
  cell: count,
  /** 1-based, in the cell. */
  line: count,
  /** First line of its text. */
  text: v.string(),
})
export type PlaceInNotebook = v.InferOutput<typeof placeSchema>

const addedSchema = v.object({ ...placeSchema.entries, why: v.string() })
export type Added = v.InferOutput<typeof addedSchema>

/** What running the notebook twice, once more as a script, and then the pipeline has shown. */
const verifiedSchema = v.object({
  /** Metrics that came out the same in each run of the notebook, and those that did not. */
  deterministic: v.array(v.string()),
  different: v.array(v.string()),
  /** What draws random numbers without a seed, by cell and line: two equal runs are luck then. */
  unseeded: v.array(v.string()),
  /** Whether all cells as one plain script give the same; why not otherwise. */
  script: v.union([v.literal('equal'), v.literal('different'), v.string()]),
  /** Whether the pipeline gives the same deterministic metrics and predictions; null where nothing is deterministic. */
  equal: v.nullable(v.boolean()),
  /** Rows whose predictions were compared; null where the notebook names no predictions. */
  predictions: v.nullable(count),
  /** What is different, or why the pipeline failed; null when it is equal. */
  reason: v.nullable(v.string()),
  added: v.array(addedSchema),
  seconds: v.number(),
})
export type Verified = v.InferOutput<typeof verifiedSchema>

/** Where the graph begins, and what stands before it. */
const beginsSchema = v.object({
  /** Tables of the notebook whose rows it takes, and the columns of a request. */
  tables: v.array(v.string()),
  columns: v.array(v.string()),
  /** What pipeline/features.py makes of raw rows; null where it makes nothing, or can't be relied on. */
  features: v.nullable(
    v.object({
      function: v.string(),
      /** Columns of a request that it makes, and raw ones that it makes them of; empty where the graph makes all itself. */
      makes: v.array(v.string()),
      takes: v.array(v.string()),
      /** Rows on which it gave what the notebook computed, and how many of them one at a time. */
      rows: count,
      alone: count,
    }),
  ),
  /** Why columns of a request are not made of raw ones. */
  why: v.array(v.object({ columns: v.array(v.string()), reason: v.string() })),
})
export type Begins = v.InferOutput<typeof beginsSchema>

export const ITERATION_SCHEMA = 2

/** Schema 1 had the attended time as bare seconds, without the reason why it may be unknown. */
export const iterationMigrations: Migrations = {
  1: (old) => ({
    ...old,
    attended: {
      seconds: typeof old['attended'] === 'number' ? old['attended'] : null,
      reason: typeof old['attended'] === 'number' ? null : 'not recorded',
    },
  }),
}

export const iterationSchema = v.object({
  schema: v.literal(ITERATION_SCHEMA),
  id: v.string(),
  slug: v.string(),
  title: v.string(),
  started: v.string(),
  notebook: v.object({ file: v.string(), sha256: v.string() }),
  /** The cell that names the exported model, when a person named one. */
  cell: v.optional(count),
  /** In which order its cells were read; records of older versions do not say, and it was that of the counts. */
  order: v.optional(v.picklist(CELL_ORDERS)),
  statements: v.optional(v.object({ kept: count, total: count })),
  stages: v.optional(
    v.array(
      v.object({
        name: v.string(),
        file: v.string(),
        kept: count,
        total: count,
        seconds: v.nullable(v.number()),
      }),
    ),
  ),
  warnings: v.optional(v.array(v.string())),
  /** Empty when the notebook was looked through and nothing was found. */
  findings: v.optional(v.array(findingSchema)),
  /** Which rows the notebook's run fitted the model to and tested it on, counted. */
  rows: v.optional(rowCountsSchema),
  metrics: v.optional(v.array(metric)),
  model: v.optional(
    v.object({
      hash: v.nullable(v.string()),
      estimator: v.string(),
      task: v.picklist(['classification', 'regression']),
      steps: v.array(v.string()),
      /** Where the graph begins. */
      begins: v.optional(beginsSchema),
      rows: count,
      /** Share of rows with the same label in ONNX Runtime and in Python; null for regression. */
      labelAgreement: v.nullable(v.number()),
      largestDifference: v.nullable(v.number()),
      /** Why it can't be deployed: the step's name, the reason and a way out; null when it can. */
      refused: v.nullable(v.string()),
      /** The package that the conversion lacks, when that is why: `shiploop install` brings it. */
      lacks: v.optional(v.string()),
    }),
  ),
  /** Estimators that the notebook also fits for the same target, by cell. */
  alternatives: v.optional(v.array(v.object({ cell: count, estimator: v.string(), variable: v.string() }))),
  /** Statements that the slice lacked, as a verification found: every later export keeps them. */
  added: v.optional(v.array(addedSchema)),
  /** Statements of the slice without which the metrics stay what they are, and whether the scripts do without them. */
  droppable: v.optional(v.object({ statements: v.array(placeSchema), dropped: v.boolean() })),
  verified: v.optional(verifiedSchema),
  rebuiltWith: v.optional(v.object({ iteration: v.string(), rows: count })),
  deployment: v.optional(
    v.object({
      id: v.string(),
      started: v.string(),
      /** `champion` answers requests; `shadow` predicts on the champion's rows. */
      role: v.picklist(['champion', 'shadow']),
      evidence: v.nullable(v.number()),
      alarm: v.boolean(),
      /** The row (1-based, since the deployment began) at which the alarm was raised. */
      row: v.nullable(count),
    }),
  ),
  requests: v.optional(v.object({ sent: count, logged: count })),
  latency: v.optional(v.object({ p50: v.number(), p99: v.number() })),
  drift: v.optional(v.array(driftRowSchema)),
  newCategories: v.optional(v.record(v.string(), v.record(v.string(), count))),
  outOfRange: v.optional(v.record(v.string(), count)),
  accuracy: v.optional(
    v.object({
      /** `accuracy` or `mean_absolute_error`. */
      metric: v.string(),
      test: v.nullable(intervalSchema),
      live: v.object({ watched: v.nullable(intervalSchema), declared: v.nullable(intervalSchema) }),
      errors: v.optional(errorsSchema),
    }),
  ),
  gate: v.optional(
    v.object({
      requirement: v.nullable(v.string()),
      test: v.picklist(VERDICTS),
      live: v.picklist(VERDICTS),
      /** Which interval decided live, at how many labels: `declared at 122 labels`. */
      decidedBy: v.nullable(v.string()),
      labelsNeeded: v.nullable(v.union([count, v.literal('more than 10,000')])),
    }),
  ),
  hardCases: v.optional(v.array(hardCaseSchema)),
  challengers: v.optional(v.array(challenger)),
  advice: v.optional(
    v.object({
      action: v.picklist(ACTIONS),
      reasons: v.array(v.string()),
      runnerUp: v.nullable(v.picklist(ACTIONS)),
      /** What would change the advice, in one sentence. */
      flips: v.string(),
    }),
  ),
  decision: v.optional(
    v.object({
      action: v.picklist(ACTIONS),
      at: v.string(),
      reason: v.nullable(v.string()),
      overrides: v.boolean(),
    }),
  ),
  /** Wall-clock seconds of each step of the loop. */
  steps: v.optional(v.record(v.string(), v.number())),
  attended: v.optional(v.object({ seconds: v.nullable(v.number()), reason: v.nullable(v.string()) })),
})
export type Iteration = v.InferOutput<typeof iterationSchema>
