/** The steps of a turn that take time, in the order in which a turn takes them. */
export type Step =
  | 'slice'
  | 'export'
  | 'run'
  | 'parity'
  | 'verify'
  | 'minimize'
  | 'convert'
  | 'check'
  | 'deploy'
  | 'replay'
  | 'feedback'
  | 'measure'
  | 'challenge'
  | 'rebuild'
  | 'install'

/** What a long function reports while it works. `detail` is a short phrase for people: `223/223`, `equal`. */
export type ProgressEvent =
  | { readonly step: Step; readonly state: 'started'; readonly detail?: string }
  | { readonly step: Step; readonly state: 'working'; readonly detail: string }
  | { readonly step: Step; readonly state: 'done'; readonly seconds: number; readonly detail?: string }
  | { readonly step: Step; readonly state: 'failed'; readonly seconds: number; readonly problem: string }

export type Report = (event: ProgressEvent) => void

/** Runs one step, reporting its start, its end and its time. The detail of the end comes from the result. */
export async function timed<T>(
  report: Report,
  step: Step,
  work: () => Promise<T> | T,
  detail?: (result: T) => string,
): Promise<T> {
  const start = performance.now()
  report({ step, state: 'started' })
  try {
    const result = await work()
    const seconds = (performance.now() - start) / 1000
    report({ step, state: 'done', seconds, ...(detail && { detail: detail(result) }) })
    return result
  } catch (error) {
    const seconds = (performance.now() - start) / 1000
    report({
      step,
      state: 'failed',
      seconds,
      problem: error instanceof Error ? error.message : String(error),
    })
    throw error
  }
}
