/** The cars of the example: what the demo shows, and that its control shows nothing. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { seedOf, shuffledIndices } from '../../../src/measure/drift/random.ts'
import { MonitorSet } from '../../../src/measure/monitorSet.ts'
import { readTable, type TableRow } from '../../../src/platform/table.ts'
import { modelOf, rowOf } from './models.ts'

const NUMBERS = ['cylinders', 'displacement', 'horsepower', 'weight', 'acceleration'] as const
const folder = join(import.meta.dirname, '..', '..', '..', 'examples', 'cars')

type Car = Record<string, number | string | null> & { year: number }

async function carsOf(file: string): Promise<Car[]> {
  const number = (text: TableRow[string] | undefined) => (text == null ? null : Number(text))
  return (await readTable(join(folder, file))).map((row) => ({
    ...Object.fromEntries([...NUMBERS, 'mpg'].map((name) => [name, number(row[name])])),
    brand: String(row['brand']),
    origin: String(row['origin']),
    year: Number(row['year']),
  }))
}

function follow(reference: readonly Car[], live: readonly Car[], deployment: string): MonitorSet {
  const inputs = {
    brand: 'category',
    ...Object.fromEntries(NUMBERS.map((name) => [name, 'number' as const])),
  } as const
  const tested = reference.map((car) => [String(car['origin']), String(car['origin'])] as const)
  const monitors = new MonitorSet(
    modelOf({ inputs, observed: { mpg: 'number' }, rows: reference, tested, deployment }),
  )
  live.forEach((car, index) => {
    monitors.update(rowOf(index + 1, car, String(car['origin']), car))
  })
  return monitors
}

suite('the cars', () => {
  test('of 1977-80 raise the alarm of the deployment, of horsepower and of miles per gallon', async () => {
    const reference = (await carsOf('cars.csv')).filter((car) => car.year <= 1976)
    const live = await carsOf('live-1977-80.csv')
    assert.deepEqual([reference.length, live.length], [223, 122])
    const { drift, deployment, newCategories } = follow(reference, live, 'cars-1').value
    const alarmed = drift.filter(({ alarm }) => alarm).map(({ column }) => column)
    for (const column of ['horsepower', 'displacement', 'weight', 'mpg'])
      assert.ok(alarmed.includes(column), String(alarmed))
    assert.ok(!alarmed.includes('brand'))
    assert.ok(deployment.alarm && deployment.row! >= 95 && deployment.row! <= 122, String(deployment.row))
    assert.deepEqual(Object.keys(newCategories['brand']!).sort(), ['mercedes', 'triumph', 'vokswagen'])
  })

  test('of 1970-76, one half against the other, seldom do: at most 5% and three standard errors of 400', async () => {
    const cars = (await carsOf('cars.csv')).filter((car) => car.year <= 1976)
    let alarms = 0
    for (let run = 0; run < 400; run += 1) {
      const shuffled = shuffledIndices(cars.length, seedOf('halves', String(run))).map(
        (index) => cars[index]!,
      )
      const monitors = follow(shuffled.slice(0, 112), shuffled.slice(112), `control-${run}`)
      if (monitors.value.deployment.alarm) alarms += 1
    }
    assert.ok(alarms / 400 <= 0.05 + 3 * Math.sqrt((0.05 * 0.95) / 400), `${alarms} of 400`)
  })
})
