/** What a sceptical reader of the notebook would ask its author about: leakage, luck, state that is in no cell. */

type FindingKind =
  | 'fitted on test rows'
  | 'fitted outside the folds'
  | 'target among the features'
  | 'scored on training rows'
  | 'same rows in train and test'
  | 'equal rows in train and test'
  | 'tuned on the test rows'
  | 'sides swapped'
  | 'unseeded'
  | 'hidden state'

export interface Finding {
  readonly kind: FindingKind
  /** `mild`: the number may be a little too good, or differ a little; `serious`: it does not mean what it seems to. */
  readonly weight: 'serious' | 'mild'
  /** Index of the cell among all cells of the file. */
  readonly cell: number
  /** 1-based, in the cell. */
  readonly line: number
  /** One sentence: what it is, and why it matters. */
  readonly message: string
  readonly todo: string
  /** An edit of the cell's source that repairs it and changes nothing else; absent where none is safe. */
  readonly fix?: Fix
}

/** Replaces a range of the cell's source. Lines are 1-based, columns count UTF-16 units from 0. */
export interface Fix {
  /** What the edit adds, for a button: `random_state=0`. */
  readonly adds: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  readonly text: string
}
