/** The Deployment view: what runs, whether it is right, whether the world has moved. */
import type { Deployment } from '../../deploy/deployment.ts'
import type { Iteration } from '../../iteration/record.ts'
import {
  countsText,
  grouped,
  intervalText,
  meanText,
  metricName,
  NO_BOUND,
  oddsText,
  significant,
} from '../../learn/words.ts'
import { verdictText } from '../actionText.ts'
import type { Live } from '../project/live.ts'
import { problemText } from '../problemText.ts'
import type { Snapshot } from '../project/snapshot.ts'
import type { Translate } from '../text.ts'
import { challengerText, requirementSentence, requirementText } from './iterations.ts'
import type { Row } from './row.ts'

/** No rows before the first deployment: the view shows its welcome then. */
export function deploymentRows(snapshot: Snapshot, t: Translate): Row[] {
  const { deployment, live, iterations } = snapshot
  if (deployment.state === 'stopped' && !iterations.some((iteration) => iteration.deployment)) return []
  const served =
    deployment.state === 'serving' ? iterations.find(({ id }) => id === deployment.iteration) : undefined
  return [
    headline(snapshot.project.settings.name, deployment, live, t),
    ...(live === null ? [] : liveRows(live, t)),
    ...(served === undefined ? [] : turnRows(served, live, t)),
  ]
}

/** What runs while `shiploop.yaml` is broken, which also names the project. */
export function brokenDeploymentRow(folder: string, deployment: Deployment, t: Translate): Row {
  const name = deployment.state === 'serving' ? deployment.name : folder.split(/[\\/]/).at(-1)!
  return headline(name, deployment, null, t)
}

function headline(label: string, deployment: Deployment, live: Live | null, t: Translate): Row {
  const id = 'deployment'
  switch (deployment.state) {
    case 'stopped':
      return { id, label, description: t('not serving'), icon: 'circle-slash', kind: 'stopped' }
    case 'starting':
      return { id, label, description: t('starting'), icon: 'loading~spin', kind: 'starting' }
    case 'failed':
      return {
        id,
        label,
        description: t('not serving'),
        tooltip: problemText(deployment.problem, t),
        icon: 'error',
        tone: 'bad',
        kind: 'failed',
        open: true,
        children: [
          {
            id: 'deployment problem',
            label: t(deployment.problem.template, ...deployment.problem.args),
            description: deployment.problem.todo ? t(deployment.problem.todo) : '',
            tooltip: problemText(deployment.problem, t),
          },
        ],
      }
    case 'serving':
      return {
        id,
        label,
        // It serves on this machine only: the port is enough of an address.
        description: [
          t('serving'),
          `:${new URL(deployment.url).port}`,
          live === null ? '' : trafficText(live, t),
        ]
          .filter(Boolean)
          .join('   '),
        tooltip: [
          t('{0} serves at {1}', deployment.name, deployment.url),
          live === null ? '' : trafficText(live, t),
        ]
          .filter(Boolean)
          .join('\n'),
        icon: 'broadcast',
        kind: 'serving',
      }
  }
}

function trafficText({ requests, labels, latency }: Live, t: Translate): string {
  const traffic = t('{0} requests, {1} labelled', grouped(requests), grouped(labels))
  return latency === null ? traffic : `${traffic}, p50 ${significant(latency.p50)} ms`
}

function liveRows({ findings, failure, rows }: Live, t: Translate): Row[] {
  if (findings === null)
    return failure === null
      ? []
      : [{ id: 'monitors', label: t('monitors'), description: t(failure), icon: 'error', tone: 'bad' }]
  const { accuracy, deployment } = findings
  const raised = findings.drift.filter(({ alarm }) => alarm).sort((a, b) => b.evidence - a.evidence)
  const unseen = Object.entries(findings.newCategories)
  const live = accuracy.live.declared ?? accuracy.live.watched
  const errors = accuracy.errors != null && accuracy.errors.n > 0 ? accuracy.errors : null
  return [
    {
      // A tree remembers by id what was folded: with its first children it begins open.
      id: `drift ${raised.length + unseen.length > 0}`,
      label: t('drift'),
      description: deployment.alarm
        ? t('alarm since request {0}', grouped(deployment.row ?? rows))
        : t('none in {0} requests', grouped(rows)),
      icon: deployment.alarm ? 'warning' : 'pulse',
      ...(deployment.alarm && { tone: 'alarm' as const }),
      kind: deployment.alarm ? 'drift.alarm' : 'drift',
      open: true,
      children: [
        ...raised.map(({ column, effect, evidence, role }) => ({
          id: `drift ${column}`,
          label: column,
          description: [
            t(oddsText(evidence)),
            t('effect {0}', effect.toFixed(2)),
            role === 'input' ? '' : t(role === 'prediction' ? 'the predictions' : 'observed'),
          ]
            .filter(Boolean)
            .join('   '),
          command: { id: 'shiploop.dashboard.open' as const, args: [] },
        })),
        ...unseen.map(([column, counts]) => ({
          id: `unseen ${column}`,
          label: column,
          description: t('{0} never seen before', countsText(counts)),
        })),
      ],
    },
    {
      id: 'accuracy',
      label: accuracy.metric === 'accuracy' ? t('accuracy') : t(metricName(accuracy.metric)),
      description:
        live === null
          ? errors?.bound === null
            ? t('{0} on average of {1} labelled', meanText(errors), grouped(errors.n))
            : t('no labels yet')
          : t('{0} of {1} labelled', intervalText(live, accuracy.metric), grouped(live.n)),
      icon: 'target',
      ...(errors?.bound === null && { tooltip: t(NO_BOUND) }),
      ...(errors?.bound != null &&
        errors.clippedLive > 0 && {
          tooltip: t(
            '{0}% of the errors are above {1} and count as {1}; as they are, their mean is {2}.',
            significant(errors.clippedLive * 100),
            significant(errors.bound),
            meanText(errors),
          ),
        }),
    },
  ]
}

function turnRows({ gate, challengers }: Iteration, live: Live | null, t: Translate): Row[] {
  const requirement = requirementText(gate, t)
  return [
    ...(requirement === null
      ? []
      : [
          {
            id: 'requirement',
            label: t('requirement'),
            // First what a narrow sidebar must not cut off.
            description: `${gate?.live === 'FAIL' ? `${verdictText(gate.live, t)}   ` : ''}${requirement}`,
            tooltip: requirementSentence(gate, t)!,
            icon: 'law',
            ...(gate?.live === 'FAIL' && { tone: 'bad' as const }),
          },
        ]),
    ...(challengers ?? []).map((challenger) => ({
      id: `challenger ${challenger.model}`,
      label: t('challenger'),
      description: challengerText(challenger, t),
      icon: 'git-compare',
    })),
    ...(live?.shadows ?? []).map(({ name, rows }) => ({
      id: `shadow ${name}`,
      label: t('shadow'),
      description: t('{0}   {1} rows', name, grouped(rows)),
      icon: 'eye',
    })),
  ]
}
