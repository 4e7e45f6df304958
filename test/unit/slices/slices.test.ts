import { strict as assert } from 'node:assert'
import { readCases, type SliceCase } from './cases.ts'
import { type Answer, sliceCases } from './engine.ts'
import { judge, type Verdict } from './judge.ts'
import { type NotebookRun, type Run, runNotebooks, runScripts } from './python.ts'

const cases = readCases()
const runnable = cases.filter((each) => each.prints !== null)

suite('slices of small notebooks', () => {
  let runs: Map<SliceCase, NotebookRun>
  let verdicts: Map<SliceCase, Verdict>

  suiteSetup(async function () {
    this.timeout(0)
    const [notebooks, answers] = await Promise.all([runNotebooks(runnable.map(toJob)), sliceCases(cases)])
    runs = new Map(runnable.map((each, at) => [each, notebooks[at]!]))
    const scripted = cases.filter((each, at) => each.prints !== null && gaveScript(answers[at]!))
    const results = await runScripts(
      scripted.map((each) => ({ script: (answers[cases.indexOf(each)] as { source: string }).source })),
    )
    const scripts = new Map<SliceCase, Run>(scripted.map((each, at) => [each, results[at]!]))
    verdicts = new Map(
      cases.map((each, at) => [
        each,
        judge(each, answers[at]!, runs.get(each) ?? null, scripts.get(each) ?? null),
      ]),
    )
  })

  suite('what the cases say is true in Python', () => {
    for (const each of runnable)
      test(`${each.group}: ${each.name}`, () => {
        const { whole, sliced, needless } = runs.get(each)!
        assert.deepEqual(whole, { prints: each.prints, error: null }, 'the whole notebook')
        assert.deepEqual(sliced, { prints: each.prints, error: null }, 'the right slice')
        assert.deepEqual(needless, [], 'statements [cell, line] that could have gone')
      })
  })

  suite('Shiploop is never silently wrong', () => {
    for (const each of cases)
      test(`${each.group}: ${each.name}`, () => {
        const { outcome, complaints } = verdicts.get(each)!
        assert.ok(outcome === 'right' || outcome === 'refused', `${outcome}: ${complaints.join('; ')}`)
        assert.deepEqual(complaints, [])
      })
  })

  test('at least 95% of the slices are exactly the right ones', () => {
    const judged = [...verdicts].filter(([, { exact }]) => exact !== null)
    const inexact = judged.filter(([, { exact }]) => exact === false)
    const share = 1 - inexact.length / judged.length
    console.log(summary(cases, verdicts))
    console.log(
      `${(100 * share).toFixed(1)}% of ${judged.length} right scripts are exactly minimal; these are not:`,
    )
    console.log(inexact.map(described).join('\n'))
    assert.ok(share >= 0.95)
  })
})

function toJob({ cells, cell, order }: SliceCase) {
  const isOfFile = order === 'file' || cells.every(({ count }) => count === null)
  return {
    cells: cells.map(({ kind, source, marks, count, raised }, index) => ({
      source: kind === 'code' ? source : '',
      order: kind === 'code' && isOfFile ? index : count,
      marks,
      raises: raised !== null && !isOfFile,
    })),
    show: cell,
  }
}

function gaveScript(answer: Answer): boolean {
  return !('thrown' in answer) && answer.refusals.length === 0
}

function summary(all: readonly SliceCase[], verdicts: ReadonlyMap<SliceCase, Verdict>): string {
  const groups = [...new Set(all.map(({ group }) => group)), 'all']
  const rows = groups.map((group) => {
    const found = [...verdicts].filter(([each]) => group === 'all' || each.group === group).map(([, v]) => v)
    const count = (test: (verdict: Verdict) => boolean) => String(found.filter(test).length).padStart(7)
    return [
      group.padEnd(14),
      count(() => true),
      count(({ outcome }) => outcome === 'right'),
      count(({ exact }) => exact === true),
      count(({ outcome }) => outcome === 'refused'),
      count(({ outcome }) => outcome === 'wrong'),
      count(({ outcome }) => outcome === 'fails' || outcome === 'threw'),
      count(({ outcome }) => outcome === 'refused without need'),
    ].join(' ')
  })
  return ['group            cases   right   exact refused   wrong   fails needless refusal', ...rows].join(
    '\n',
  )
}

function described([{ group, name }, { extra, missing }]: [SliceCase, Verdict]): string {
  const list = (what: string, lines: readonly string[]) =>
    lines.map((line) => `\n    ${what} ${line}`).join('')
  return `  ${group}: ${name}${list('needless', extra)}${list('missing', missing)}`
}
