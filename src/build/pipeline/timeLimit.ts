/** Work that a person may cancel, and that ends by itself after some minutes. */
export interface TimeLimit {
  readonly signal: AbortSignal
  isOver(): boolean
}

export function timeLimit(signal: AbortSignal, minutes: number): TimeLimit {
  const timer = AbortSignal.timeout(minutes * 60_000)
  return { signal: AbortSignal.any([signal, timer]), isOver: () => timer.aborted }
}
