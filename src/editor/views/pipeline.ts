/** The Pipeline view: what is being done now, the newest turn's stages in their order, what runs have shown, findings. */
import { join } from 'node:path'
import type { Iteration } from '../../iteration/record.ts'
import { differenceText } from '../../learn/parity.ts'
import { secondsText, significant } from '../../learn/words.ts'
import type { Busy } from '../project/snapshot.ts'
import type { Problem } from '../../platform/problem.ts'
import { remedyCommand } from '../remedy.ts'
import type { Translate } from '../text.ts'
import { problemText } from '../problemText.ts'
import type { StepLine, Work } from '../steps.ts'
import { graphRow } from './graph.ts'
import { proofRows } from './proof.ts'
import type { Row } from './row.ts'

/**
 * @param work   of this window, and of others or a terminal
 * @param folder of the project's pipeline
 */
export function pipelineRows(
  { own, elsewhere }: { readonly own: Work | null; readonly elsewhere: Busy | null },
  iteration: Iteration | null,
  folder: string | null,
  t: Translate,
): Row[] {
  return [
    // The program that does this window's work holds the project as well.
    ...(elsewhere === null || own?.state === 'working' ? [] : [busyRow(elsewhere, t)]),
    ...(own === null ? [] : [workRow(own, t)]),
    ...(iteration === null || folder === null ? [] : stageRows(iteration, folder, t)),
    ...(iteration === null
      ? []
      : [...graphRow(iteration, t), ...proofRows(iteration, t), ...findingRows(iteration, t)]),
  ]
}

function busyRow({ work, pid }: Busy, t: Translate): Row {
  return {
    id: 'busy',
    label: t('{0} is running elsewhere', work),
    description: t('process {0}', pid),
    tooltip: t('Another window or a terminal works on this project: {0}, process {1}.', work, pid),
    icon: 'loading~spin',
  }
}

const WORK_ICONS = {
  working: 'loading~spin',
  done: 'check',
  cancelled: 'circle-slash',
  failed: 'error',
} as const

function workRow(work: Work, t: Translate): Row {
  const total = work.steps.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0)
  const states = {
    working: '',
    done: total < 0.05 ? t('under 0.1 s') : secondsText(total),
    cancelled: t('cancelled'),
    failed: t('failed'),
  }
  return {
    // A tree remembers by id what was folded: each state begins as it should.
    id: `work ${work.state} ${work.steps.length > 0}`,
    label: work.title,
    description: states[work.state],
    icon: WORK_ICONS[work.state],
    ...(work.state === 'failed' && { tone: 'bad' as const }),
    kind: `work.${work.state}`,
    open: work.state !== 'done',
    children: [
      ...work.steps.map((step, index) => stepRow(step, index, t)),
      ...(work.problem === null
        ? []
        : [
            {
              id: 'work problem',
              label: t(work.problem.template, ...work.problem.args),
              description: work.problem.todo ? t(work.problem.todo) : '',
              tooltip: problemText(work.problem, t),
              icon: 'error',
              tone: 'bad' as const,
              command: commandFor(work.problem),
            },
          ]),
    ],
  }
}

/** A click does what is to be done about it, where that is known; else it shows the whole story. */
function commandFor({ remedy }: Problem): NonNullable<Row['command']> {
  return remedy === undefined ? { id: 'shiploop.output.show' } : remedyCommand(remedy)
}

function stepRow({ step, state, seconds, detail }: StepLine, index: number, t: Translate): Row {
  const time = seconds === null ? '' : secondsText(seconds)
  return {
    id: `work ${index}`,
    label: step,
    description: [time, state === 'failed' || detail === null ? '' : t(detail)].filter(Boolean).join('   '),
    ...(detail !== null && { tooltip: t(detail) }),
    icon: WORK_ICONS[state],
    ...(state === 'failed' && { tone: 'bad' as const }),
  }
}

const STAGE_ICONS: Readonly<Record<string, string>> = {
  load: 'database',
  prepare: 'filter',
  features: 'list-tree',
  train: 'beaker',
  evaluate: 'graph',
}

function stageRows({ stages, metrics }: Iteration, folder: string, t: Translate): Row[] {
  return (stages ?? []).map((stage): Row => {
    const values = stage.name === 'evaluate' ? (metrics ?? []) : []
    return {
      id: `stage ${stage.name}`,
      label: stage.name,
      description: [
        ...values.flatMap(({ name, scripts }) =>
          scripts === null ? [] : [`${name} ${significant(scripts)}`],
        ),
        t('{0} of {1} statements', stage.kept, stage.total),
        stage.seconds === null || stage.seconds < 0.05 ? '' : secondsText(stage.seconds),
      ]
        .filter(Boolean)
        .join('   '),
      tooltip: stage.file,
      icon: STAGE_ICONS[stage.name] ?? 'file-code',
      kind: 'stage',
      command: { id: 'shiploop.stage.open', args: [join(folder, fileName(stage.file))] },
    }
  })
}

function fileName(path: string): string {
  return path.replace(/^pipeline[\\/]/, '')
}

function findingRows({ warnings, findings: found, metrics, model }: Iteration, t: Translate): Row[] {
  const findings: Row[] = [
    ...(model?.refused == null
      ? []
      : [
          {
            id: 'finding model',
            label: t("can't be deployed"),
            description: t(model.refused),
            tooltip: t(model.refused),
            icon: 'error',
            tone: 'bad' as const,
            ...(model.lacks !== undefined && {
              kind: 'lacking',
              command: { id: 'shiploop.install' as const },
            }),
          },
        ]),
    ...(metrics ?? [])
      .map((metric) => ({ name: metric.name, difference: differenceText(metric, t) }))
      .flatMap(({ name, difference }) =>
        difference === null
          ? []
          : [
              {
                id: `finding metric ${name}`,
                label: t('{0} differs', name),
                description: difference,
                icon: 'error',
                tone: 'bad' as const,
              },
            ],
      ),
    ...(found ?? []).map(({ kind, weight, cell, line, message, todo }, index) => ({
      id: `finding ${kind} ${index}`,
      label: t(message),
      description: t('cell {0}, line {1}', cell, line),
      tooltip: `${t(message)} ${t(todo)}`,
      icon: weight === 'serious' ? 'warning' : 'info',
    })),
    ...(warnings ?? []).map((warning, index) => ({
      id: `finding ${index}`,
      label: t(warning),
      tooltip: t(warning),
      icon: 'info',
    })),
  ]
  if (findings.length === 0) return []
  return [
    {
      id: 'findings',
      label: t('Findings'),
      description: String(findings.length),
      icon: 'checklist',
      children: findings,
    },
  ]
}
