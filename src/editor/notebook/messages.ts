/** What the extension host and the thread that makes insights say to each other: plain data that can be cloned. */
import type { Insight, Question } from './insight.ts'

/** To the thread; `id` counts the questions. */
export type ToThread =
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  | { readonly kind: 'cancel'; readonly id: number }

/** From the thread: one for each question, also for one that was cancelled. */
export type FromThread =
  | { readonly kind: 'answer'; readonly id: number; readonly insight: Insight }
  | { readonly kind: 'failed'; readonly id: number; readonly error: Error }
