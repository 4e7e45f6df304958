/** A Jupyter notebook as plain data, whatever nbformat it was written in. */

/** What a cell stored when it ran, as far as the slice and the parity check need it. */
export type Output =
  | { readonly kind: 'stream'; readonly name: 'stdout' | 'stderr'; readonly text: string }
  /** `text` is the text/plain representation; `mimes` names all representations. */
  | {
      readonly kind: 'result' | 'display'
      readonly text: string
      readonly mimes: readonly string[]
      readonly executionCount: number | null
    }
  | {
      readonly kind: 'error'
      readonly name: string
      readonly value: string
      readonly traceback: readonly string[]
    }

export interface Cell {
  /** Position among all cells of the file, from 0. */
  readonly index: number
  readonly kind: 'code' | 'markdown' | 'raw'
  readonly source: string
  /** null: never ran, or the counts were cleared. */
  readonly executionCount: number | null
  readonly outputs: readonly Output[]
}

export interface Notebook {
  /** As given by the caller; only used to name the notebook. */
  readonly path: string
  /** File name without folders and `.ipynb`. */
  readonly name: string
  /** Language of the kernel, lower case: always `python` here. */
  readonly language: string
  /** Name of the kernel: `python3`. */
  readonly kernel: string
  readonly cells: readonly Cell[]
}
