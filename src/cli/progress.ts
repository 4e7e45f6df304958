import type { ProgressEvent, Report } from '../platform/progress.ts'
import { secondsText } from '../learn/words.ts'

/** What a step that was cancelled says went wrong. */
export const CANCELLED = 'Cancelled.'

/** Where progress goes: JSON lines for programs that ask for them, a moving line on a terminal, plain lines in a pipe. */
export function progressPrinter(stream: NodeJS.WriteStream, json: boolean): Report {
  if (process.env['SHIPLOOP_PROGRESS'] === 'json')
    return (event) => {
      stream.write(`${JSON.stringify({ progress: event })}\n`)
    }
  if (json) return () => undefined
  return (event) => {
    const line = lineOf(event)
    const isOver = event.state === 'done' || event.state === 'failed'
    // A moving line that is wider than the terminal would leave its first part behind.
    if (stream.isTTY) stream.write(`\r\x1b[K${isOver ? `${line}\n` : line.slice(0, widthOf(stream) - 1)}`)
    else if (isOver) stream.write(`${line}\n`)
  }
}

/** Some terminals don't say how wide they are. */
function widthOf({ columns }: NodeJS.WriteStream): number {
  return columns > 0 ? columns : 80
}

function lineOf(event: ProgressEvent): string {
  const step = event.step.padEnd(9)
  switch (event.state) {
    case 'started':
      return `  ${step} ${event.detail ?? '...'}`
    case 'working':
      return `  ${step} ${event.detail}`
    case 'done':
      return `  ${step} ${secondsText(event.seconds).padStart(7)}  ${event.detail ?? ''}`.trimEnd()
    case 'failed':
      return `  ${step} ${secondsText(event.seconds).padStart(7)}  ${event.problem === CANCELLED ? 'cancelled' : 'failed'}`
  }
}
