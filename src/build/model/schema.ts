/**
 * What a built model takes and gives: the file `signature.json` beside `model.onnx` in `.shiploop/models/<hash>/`.
 * Written by the build, read by the server, the monitors and the command line.
 */
import * as v from 'valibot'

const COLUMN_TYPES = ['number', 'integer', 'category', 'boolean'] as const

/**
 * How a column's `unknown` or `missing` begins when Python refuses such a row (`handle_unknown='error'`, a model
 * that takes no NaN): the server refuses it too, since the graph would answer with a number that means nothing.
 *
 * In a tensor a missing number is NaN, a missing category the empty text; a boolean can't be missing.
 */
export const REFUSED = 'refused'

const column = v.object({
  name: v.string(),
  /** `number` and `integer` go into the graph as numbers, `category` as a string, `boolean` as a boolean. */
  type: v.picklist(COLUMN_TYPES),
  /** Element type of the graph's input tensor of shape [rows, 1]; null for an observed column, which has none. */
  tensor: v.nullable(v.picklist(['float', 'double', 'int64', 'string', 'bool'])),
  /** Smallest and largest reference value; null for categories. */
  range: v.nullable(v.tuple([v.number(), v.number()])),
  /** Known categories by code point; null for numbers. */
  categories: v.nullable(v.array(v.string())),
  /** What the graph does with a category that it never saw, and with a missing value, in one phrase each. */
  unknown: v.nullable(v.string()),
  missing: v.nullable(v.string()),
})

export const signatureSchema = v.object({
  schema: v.literal(1),
  /** Name under which the model is served, from the project: `cars`. */
  model: v.string(),
  /** sha256 of model.onnx, hex. */
  hash: v.string(),
  task: v.picklist(['classification', 'regression']),
  /** Name of the column that holds the ground truth. */
  target: v.string(),
  /**
   * How that column, as it stands in the data, becomes what the model predicts: each value is a class (`names`), or
   * `scale * function(value) + offset`. null or absent where it is that itself, or nobody knows.
   */
  labels: v.optional(
    v.nullable(
      v.object({
        column: v.string(),
        names: v.nullable(v.record(v.string(), v.string())),
        function: v.picklist(['same', 'log', 'log1p', 'log2', 'log10', 'sqrt']),
        scale: v.number(),
        offset: v.number(),
      }),
    ),
  ),
  /** The graph's inputs, in the graph's order: one tensor per raw column. */
  inputs: v.array(column),
  /** Columns that requests may carry and monitors watch, though the graph does not take them. */
  observed: v.array(column),
  /**
   * What feature code makes of raw columns for a request: a function in pipeline/features.py, or the notebook's own
   * statements with what they learned of its data (`features.pickle`). null or absent where there is none.
   */
  features: v.optional(
    v.nullable(v.object({ function: v.string(), makes: v.array(v.string()), takes: v.array(v.string()) })),
  ),
  /** Class labels in the order of the probabilities; null for regression. Integer classes are written as text. */
  classes: v.nullable(v.array(v.string())),
  /** Names of the graph's outputs: the prediction [rows] or [rows, 1], and the probabilities [rows, classes]. */
  outputs: v.object({ prediction: v.string(), probabilities: v.nullable(v.string()) }),
  /** Where the graph begins and what it holds, for people: `brand -> OneHotEncoder`, `RandomForestClassifier`. */
  steps: v.array(v.string()),
})
export type Signature = v.InferOutput<typeof signatureSchema>
export type Column = v.InferOutput<typeof column>

/** Behind the name of a raw column: what the notebook made of it under the same name (python/model_raw.py). */
export const CHANGED = ' (made)'

/** Whether the notebook's own statements make the columns, with what they learned. */
export function isLearned({ function: name }: { readonly function: string }): boolean {
  return name.endsWith('.pickle')
}

const cell = v.nullable(v.union([v.number(), v.string(), v.boolean()]))

/**
 * The frozen reference of an iteration: the file `reference.json` beside the graph, columns as arrays.
 *
 * `inputs` hold all rows that the pipeline learned and tested on; `tested` the test or out-of-fold rows only.
 */
export const referenceSchema = v.object({
  schema: v.literal(1),
  /** By column name (inputs and observed), each of length `rows`. null is a missing value. */
  columns: v.record(v.string(), v.array(cell)),
  rows: v.number(),
  tested: v.object({
    /** Index into `columns` of each tested row. */
    row: v.array(v.number()),
    /** Out-of-fold or test predictions as the notebook made them, and the ground truth, one per tested row. */
    prediction: v.array(v.union([v.number(), v.string()])),
    truth: v.array(v.union([v.number(), v.string()])),
    /** Probability of the predicted class where known; null for regression. */
    confidence: v.nullable(v.array(v.number())),
  }),
})
export type Reference = v.InferOutput<typeof referenceSchema>
