/** What the extension host and the thread that makes insights say to each other: plain data that can be cloned. */
import type { Versions } from '../../build/analysis/program.ts'
import type { Notebook } from '../../build/notebook/notebook.ts'
import type { CellOrder, Iteration } from '../../iteration/record.ts'
import type { Insight } from './insight.ts'

export interface Question {
  readonly notebook: Notebook
  /** Names the model of the turn, where a person named one; without it the model that is evaluated last. */
  readonly cell?: number | undefined
  /** What the last run counted; it is forgotten where the notebook picks other rows since. */
  readonly rows?: Iteration['rows']
  /** In which the project has its cells read. */
  readonly order?: CellOrder | undefined
  /** Modules in the notebook's folder, by import name. */
  readonly beside?: readonly string[]
  /** Of what its Python has, where that may be asked. */
  readonly versions?: Versions
}

/** To the thread; `id` counts the questions. */
export type ToThread =
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  | { readonly kind: 'cancel'; readonly id: number }

/** From the thread: one for each question, also for one that was cancelled. */
export type FromThread =
  | { readonly kind: 'answer'; readonly id: number; readonly insight: Insight }
  | { readonly kind: 'failed'; readonly id: number; readonly error: Error }
