/** The stories of the examples, verb by verb, as a person would type them. */
import { SetupProblem } from '../setup/run.mjs'

export const demonstrations = { cars, flights }

async function cars({ say, run, ask }) {
  say('Turn 1. The cars of 1970-76 are known; the requirement, accuracy >= 90%, is written in shiploop.yaml.')
  await run('ship', 'cars.ipynb', '--title', 'first turn')
  say('The 122 cars of 1977-80 arrive as requests; their labels arrive late.')
  await run('replay', 'live-1977-80.csv', '--label', 'origin')
  await run('measure')
  const [{ record: first }] = ask('iterations').iterations
  expectDrift(first)
  say('Second thoughts: the model that the notebook abandoned, tried on the same rows.')
  const regression = first.alternatives.find(({ estimator }) => estimator.includes('LogisticRegression'))
  await run('challenge', '--cell', String(regression.cell))
  await run('report')
  await run('decide', 'REBUILD')
  say(
    'Turn 2. Rebuilt with the labelled live rows; champion and challengers meet the 61 cars of 1982 as shadows.',
  )
  await run('run', '--rebuild', '--title', 'rebuilt with the cars of 1977-80')
  await run('deploy', '--shadow')
  await run('challenge', '--cell', String(regression.cell), '--shadow')
  await run('replay', 'live-1982.csv', '--label', 'origin')
  await run('measure')
  await run('report')
  say(
    '61 labels decide no requirement, and the advice is to label more. But the old model is worse on the same rows:',
  )
  await run(
    'decide',
    'SHIP',
    '--reason',
    'on the same rows it is right far more often than the model that serves',
  )
  await run('deploy')
  say('Both turns:')
  await run('iterations')
  await run('status')
}
cars.prepare = undefined

/** The figures may differ a little between machines; what they say must not. */
function expectDrift(record) {
  const alarmed = record.drift.filter(({ alarm }) => alarm).map(({ column }) => column)
  const missing = ['horsepower', 'mpg'].filter((column) => !alarmed.includes(column))
  if (!record.deployment.alarm) missing.unshift('the deployment')
  if (missing.length > 0)
    throw new SetupProblem(`The demo is wrong: no drift alarm of ${missing.join(', ')}.`)
}

async function flights({ say, run }) {
  say('Turn 1. Arrival delays learned from January to March; the requirement is in shiploop.yaml.')
  await run('ship', 'flights.ipynb', '--title', 'first turn')
  say('Thousands of later flights arrive as requests, their delays as labels.')
  await run('replay', 'live.csv', '--label', 'arr_delay')
  await run('measure')
  await run('report')
  await run('decide')
  await run('iterations')
  await run('status')
}
flights.prepare = 'make_live.py'
