/** The predict path as data: what happens to raw rows before the estimator sees them. Read by python/model_path.py. */

/** Python text in which `_0`, `_1` ... stand for the values of the children. */
export type Template = string

export type PathNode =
  /** Raw rows: a value that the run saved. The graph begins here. */
  | { readonly op: 'frame'; readonly python: Template }
  /**
   * Some rows, some columns of the child: indexing, `drop`, `dropna`, a part of a split. Without a text: rows that
   * the run no longer has; the features tell which they were.
   */
  | { readonly op: 'pick'; readonly python: Template; readonly of: readonly [PathNode] }
  /** The same values in another container. */
  | { readonly op: 'same'; readonly python: Template; readonly of: readonly [PathNode] }
  /** Children side by side. */
  | { readonly op: 'concat'; readonly python: Template; readonly of: readonly PathNode[] }
  /** What a fitted object makes of the child. */
  | {
      readonly op: 'transform'
      readonly by: Template
      readonly python: Template
      readonly of: readonly [PathNode]
    }
  /**
   * The first child with columns set to the second: by a name or a list of names; of an array by position, as `_0[:, 1:3]`.
   */
  | { readonly op: 'assign'; readonly column: Template; readonly of: readonly [PathNode, PathNode] }
  /** The first child with columns that pipeline/features.py makes, row by row, of the second: the graph takes them as they are. */
  | {
      readonly op: 'derive'
      readonly columns: readonly string[]
      readonly python: Template
      readonly of: readonly [PathNode, PathNode]
    }
  /** The child with columns that learn from other rows in a way that no graph holds: requests carry them. */
  | {
      readonly op: 'carry'
      readonly columns: readonly string[]
      readonly python: Template
      readonly of: readonly [PathNode]
    }
  /** Missing values replaced by a constant, or by one for each column. */
  | {
      readonly op: 'fill'
      readonly value: Template
      readonly python: Template
      readonly of: readonly [PathNode]
    }
  /** Each value replaced by what a dictionary says. */
  | { readonly op: 'map'; readonly python: Template; readonly of: readonly [PathNode] }
  /** `+`, `-`, `*` or `/` of two children, or of a child and a number. */
  | {
      readonly op: 'arithmetic'
      readonly operator: string
      readonly python: Template
      readonly of: readonly Operand[]
    }
  /** What a step of this kind, in the graph's own words, makes of its children row by row (python/model_rowwise.py). */
  | {
      readonly op: 'rowwise'
      readonly how: Rowwise
      readonly python: Template
      readonly of: readonly Operand[]
    }
  /** A numpy function of one argument, element by element. */
  | {
      readonly op: 'function'
      readonly by: Template
      readonly python: Template
      readonly of: readonly [PathNode]
    }
  /** Tables that a network takes beside each other, each for itself. */
  | { readonly op: 'several'; readonly python: Template; readonly of: readonly PathNode[] }
  /** Of each row the position of its highest score. */
  | { readonly op: 'highest'; readonly python: Template; readonly of: readonly [PathNode] }
  /** Of scores: chances. */
  | {
      readonly op: 'chances'
      readonly how: 'sigmoid' | 'softmax' | 'exp'
      readonly python: Template
      readonly of: readonly [PathNode]
    }
  /** Chances to zero or one. */
  | { readonly op: 'rounded'; readonly python: Template; readonly of: readonly [PathNode] }
  /** What a fitted encoder or scaler once made its numbers of. */
  | {
      readonly op: 'inverse'
      readonly by: Template
      readonly python: Template
      readonly of: readonly [PathNode]
    }
  /** `pandas.get_dummies`, its columns as they came out of the notebook's own rows. */
  | { readonly op: 'dummies'; readonly python: Template; readonly of: readonly [PathNode] }

/**
 * `==` to `>=`, `&`, `|` of two children; `~`, `neg`, `isna`, `notna`, `int` of one; `where` of a condition and two;
 * `isin` of a column and a list; `between` and `clip` of a column and two bounds (None: no bound); the larger and the
 * smaller of two; `**`, `%`, `//` with a number.
 */
export type Rowwise =
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '&'
  | '|'
  | '~'
  | 'neg'
  | 'isna'
  | 'notna'
  | 'int'
  | 'where'
  | 'isin'
  | 'between'
  | 'clip'
  | 'maximum'
  | 'minimum'
  | '**'
  | '%'
  | '//'

export type Operand = PathNode | { readonly op: 'number'; readonly python: Template }

export interface Way {
  /** Of the rows that the evaluation predicts, and of those that the model learned from (null: not found). */
  readonly tested: PathNode
  readonly trained: PathNode | null
  /** false: the rows that the evaluation predicts can't be followed, `tested` are those that the model learned from. */
  readonly areTested: boolean
  /** It begins at the features themselves: gone where a way past them fails for a reason that nobody foresaw. */
  readonly isAtModel: boolean
  /** The table before its feature code and after it; null where this way does not lead past it. */
  readonly featureCode: { readonly before: PathNode; readonly after: PathNode } | null
  /** Columns that feature code makes and the graph does not: requests carry them where the model needs them. */
  readonly carried: readonly string[]
  /** Why other columns have to be carried: by column, in words. */
  readonly reasons: readonly { readonly columns: readonly string[]; readonly why: string }[]
}

/** The leaf of an answer: what the model gives. */
export const SCORES = 'scores'

/** How a notebook's model gets from raw rows to its features. */
export interface PredictPath extends Way {
  /** Ways that begin later, for when this one can't be gone: the run did not save where it begins, or feature code differs. */
  readonly nearer: readonly Way[]
  /** Texts of the values that the notebook itself hands to the model, to predict and to learn from. */
  readonly features: Template | null
  readonly learned: Template | null
  /**
   * The notebook's own statements from its data to those features, as one program; a second has those to what the model
   * learns from, too, where these are others. None where something stands in the way.
   */
  readonly raw: readonly string[]
  /** The folds of a cross-validation of which the notebook keeps only the score: its predictions are made again. */
  readonly folds: Template | null
  /** The rounds with which the notebook lets a bare booster predict: `(0, bst.best_iteration + 1)`. */
  readonly rounds: Template | null
  /** What the notebook makes of what the model gives (SCORES); null: it is taken as it comes, or is not written as steps. */
  readonly answer: PathNode | null
  /** The method of the model that gives it; null for a network. */
  readonly method: string | null
  /** Names of the notebook that the run must still hold at its end. */
  readonly keep: readonly string[]
  /** Import statements that the texts need. */
  readonly imports: readonly string[]
  /** Column of the ground truth as far as the text tells. */
  readonly target: string
}

/** Why there is no graph: the step, the reason and a way out, each a phrase or sentence for people. */
export interface ModelRefusal {
  readonly step: string
  readonly reason: string
  readonly wayOut: string
  /** The package that the conversion lacks, when that is why. */
  readonly lacks?: string | undefined
}

/** Nodes as a list in which `of` holds positions: a table that several steps read stands there once. */
export function flatten(roots: readonly PathNode[]): { nodes: unknown[]; roots: number[] } {
  const nodes: unknown[] = []
  const places = new Map<Operand, number>()
  const place = (node: Operand): number => {
    const known = places.get(node)
    if (known !== undefined) return known
    const flat = 'of' in node ? { ...node, of: node.of.map(place) } : node
    places.set(node, nodes.push(flat) - 1)
    return nodes.length - 1
  }
  return { roots: roots.map(place), nodes }
}
