/** Headings and captions of the dashboard: what each chart shows, of how many rows, in which unit. */
import type { Dashboard } from '../../contract.ts'
import type { Iteration } from '../../iteration/record.ts'
import { grouped, intervalText, liveInterval, metricName } from '../../learn/words.ts'
import type { Translate } from '../text.ts'
import type { LogFacts } from './log.ts'

/** All headings and captions of a turn's page. */
export function wordsOf(turn: Iteration, log: LogFacts, t: Translate): Dashboard['words'] {
  const name = t(metricName(turn.accuracy?.metric ?? 'accuracy'))
  return {
    previousTurn: t('Previous Turn'),
    nextTurn: t('Next Turn'),
    compare: t('Compare with the Previous Turn'),
    endComparison: t('End Comparison'),
    accuracy: t('{0} over turns, with 95% intervals', capital(name)),
    required: t('required'),
    live: t('Live {0} over requests', name),
    liveLine: t('by labels'),
    estimateLine: t('estimate'),
    liveCaption: liveCaption(turn, log, t),
    // The page knows where its chart ends, and puts the numbers in.
    cutOff: t(
      'At the triangles the band goes on beyond the chart: at its widest it is [{0}, {1}].',
      '{0}',
      '{1}',
    ),
    noLabels: t('No labels have arrived yet: send them with "Send Labels".'),
    noMeasure: t('Nothing was measured yet.'),
    drift: t('Drift by column, the strongest first'),
    driftCaption: driftCaption(turn, t),
    column: t('column'),
    effect: t('effect'),
    evidence: t('evidence'),
    noDrift: t('Nothing was measured yet: no requests have arrived.'),
    reference: t('reference'),
    liveRows: t('live'),
    share: t('share of rows'),
    traffic: t('Requests and labels over time'),
    requests: t('requests'),
    labels: t('labels'),
    trafficCaption: trafficCaption(log, t),
    noTraffic: t('No requests have arrived yet.'),
    time: t('Attended time by turn'),
    minutes: t('minutes'),
    planned: t('planned'),
    noTime: t('No time box ran: start one with "Start Time Box".'),
    steps: t('Where the loop spends its time'),
    seconds: t('seconds'),
    noSteps: t('Nothing has run yet.'),
    hardCases: t('Hard cases: wrong, or least confident'),
    noHardCases: t('None yet: they come with labels.'),
  }
}

function liveCaption(turn: Iteration, { live, estimate, labels }: LogFacts, t: Translate): string {
  const metric = turn.accuracy?.metric ?? 'accuracy'
  const [measured, guessed] = [live.at(-1), estimate.at(-1)]
  return [
    measured === undefined
      ? ''
      : t(
          '{0} of {1} labelled requests; the band holds whenever one looks.',
          intervalText({ ...measured, n: labels }, metric),
          grouped(labels),
        ),
    guessed === undefined
      ? ''
      : t(
          'Estimated without labels: {0} of {1} requests, if the model is as right at the same confidence as it was on the reference.',
          intervalText({ ...guessed, n: guessed.requests }, metric),
          grouped(guessed.requests),
        ),
  ]
    .filter(Boolean)
    .join(' ')
}

function driftCaption({ requests, accuracy }: Iteration, t: Translate): string {
  if (requests === undefined) return ''
  const against = accuracy?.test?.n
  const rows =
    against === undefined
      ? t('{0} live rows.', grouped(requests.logged))
      : t(
          '{0} live rows against the reference ({1} of it tested).',
          grouped(requests.logged),
          grouped(against),
        )
  return `${rows} ${t('An alarm needs evidence of 1 in 20 and an effect of 0.1.')}`
}

function trafficCaption({ traffic, labels }: LogFacts, t: Translate): string {
  const requests = traffic.buckets.reduce((sum, bucket) => sum + bucket.requests, 0)
  return t('{0} requests, {1} labels.', grouped(requests), grouped(labels))
}

/** With a capital first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `96% [93, 97], n 345` */
export function measuredText(turn: Iteration, kind: 'test' | 'live'): string | null {
  const interval = kind === 'test' ? turn.accuracy?.test : liveInterval(turn)
  return interval == null
    ? null
    : `${intervalText(interval, turn.accuracy!.metric)}, n ${grouped(interval.n)}`
}
