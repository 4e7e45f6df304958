/** What the two status bar items say, as plain data; null where there is nothing to say. */
import { attendedSeconds, grantedMinutes, levelOf } from '../../build/timebox/timebox.ts'
import { attendedText, grouped } from '../../learn/words.ts'
import { problemText } from '../problemText.ts'
import type { Snapshot } from '../project/snapshot.ts'
import type { Translate } from '../text.ts'

export interface StatusText {
  readonly text: string
  readonly hover: string
  readonly warning: boolean
}

/** Minutes attended of those granted, in whole minutes; null where no box runs. */
export function timeBoxStatus({ timeBox }: Snapshot, t: Translate): StatusText | null {
  if (timeBox.state !== 'running') return null
  const minutes = Math.floor(attendedSeconds(timeBox) / 60)
  const granted = grantedMinutes(timeBox)
  const level = levelOf(timeBox)
  const left = Math.max(0, granted - minutes)
  const text =
    level === 'nearly'
      ? t('{0}/{1} min, {2} left', minutes, granted, left)
      : t('{0}/{1} min', minutes, granted)
  const hover = [
    t('{0} of {1} attended in this time box.', attendedText(attendedSeconds(timeBox)), t('{0} min', granted)),
    ...timeBox.extensions.map(({ minutes: added, reason }) => t('+{0} min: {1}', added, reason)),
  ].join('\n')
  return { text: `$(clock) ${text}`, hover, warning: level === 'over' }
}

/** Whether there is drift, or that it can't be told; null where nothing is deployed or nothing was measured yet. */
export function driftStatus({ deployment, live }: Snapshot, t: Translate): StatusText | null {
  if (deployment.state === 'failed')
    return {
      text: `$(circle-slash) ${t('not serving')}`,
      hover: problemText(deployment.problem, t),
      warning: false,
    }
  if (deployment.state !== 'serving' || live === null) return null
  const { findings, requests, failure } = live
  if (findings === null)
    return failure === null
      ? null
      : { text: `$(pulse) ${t('drift unknown')}`, hover: t(failure), warning: false }
  if (!findings.deployment.alarm)
    return {
      text: `$(pulse) ${t('no drift ({0})', grouped(requests))}`,
      hover: t('No drift alarm in {0} requests.', grouped(requests)),
      warning: false,
    }
  const columns = findings.drift
    .filter(({ alarm, role }) => alarm && role === 'input')
    .sort((a, b) => b.evidence - a.evidence)
    .map(({ column }) => column)
  const [first, ...rest] = columns
  const names = first === undefined ? t('the inputs') : `${first}${rest.length > 0 ? ` +${rest.length}` : ''}`
  return {
    text: `$(warning) ${t('drift: {0}', names)}`,
    hover: t(
      'The requests have drifted since request {0}: {1}.',
      findings.deployment.row ?? '?',
      columns.join(', ') || names,
    ),
    warning: true,
  }
}
