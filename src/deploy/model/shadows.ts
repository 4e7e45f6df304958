/** Shadow models: they predict the champion's rows after the reply, by following the log, and answer nobody. */
import { join } from 'node:path'
import type { Signature } from '../../build/model/schema.ts'
import { exists } from '../../platform/files.ts'
import { Problem } from '../../platform/problem.ts'
import { checkRow } from '../http/columns.ts'
import { MAX_SHADOWS } from '../http/limits.ts'
import type { LoggedDeployment, LoggedRow, Shadow } from '../log/logged.ts'
import type { LogWriter, ShadowEntry } from '../log/logWriter.ts'
import { Model, type LoadGraph } from './model.ts'
import { Refusal } from '../http/refusal.ts'

interface Running {
  readonly shadow: Shadow
  readonly model: Model
  /** The last row that it has predicted. */
  last: number
}

// Few, so that a request never waits long behind shadows.
const ROWS_PER_STEP = 16

export class Shadows {
  private readonly deployment: LoggedDeployment
  private readonly champion: Signature
  private readonly writer: LogWriter
  private readonly models: string
  private readonly loadGraph: LoadGraph
  private running: Running[] = []

  /** @param models `.shiploop/models` */
  constructor(
    deployment: LoggedDeployment,
    champion: Signature,
    writer: LogWriter,
    models: string,
    loadGraph: LoadGraph,
  ) {
    this.deployment = deployment
    this.champion = champion
    this.writer = writer
    this.models = models
    this.loadGraph = loadGraph
  }

  /** Goes on with the shadows that the deployment had before a restart. */
  async resume(): Promise<void> {
    for (const shadow of this.writer.log.shadows(this.deployment.id)) await this.run(shadow)
  }

  /** @throws Refusal when the model does not fit beside the champion */
  async add(hash: string, name: string): Promise<void> {
    if (!/^[0-9a-f]{64}$/.test(hash) || !exists(join(this.models, hash)))
      throw new Refusal(404, `The project has no model ${JSON.stringify(hash)}.`)
    if (hash === this.deployment.hash) throw new Refusal(409, 'That model answers the requests already.')
    if (this.running.some(({ shadow }) => shadow.hash === hash)) return
    if (this.running.length >= MAX_SHADOWS)
      throw new Refusal(409, `At most ${MAX_SHADOWS} models can run as shadows.`)
    const model = await this.loadFitting(hash)
    await this.writer.commit(() => this.writer.addShadow(this.deployment, hash, name, new Date()))
    const shadow = this.writer.log.shadows(this.deployment.id).find((found) => found.hash === hash)!
    this.running.push({ shadow, model, last: shadow.afterRow })
  }

  /** Predicts the next rows of each shadow. @returns how many there were */
  async step(): Promise<number> {
    let rows = 0
    for (const running of this.running) rows += await this.stepOf(running)
    return rows
  }

  get progress(): { model: string; name: string; rows: number; failed: number }[] {
    return this.running.map(({ shadow }) => {
      const { rows, failed } = this.writer.log.shadowProgress(shadow)
      return { model: shadow.hash, name: shadow.name, rows, failed }
    })
  }

  async release(): Promise<void> {
    await Promise.all(this.running.map(({ model }) => model.release()))
    this.running = []
  }

  private async run(shadow: Shadow): Promise<void> {
    try {
      const model = await Model.load(join(this.models, shadow.hash), this.loadGraph)
      const last = Math.max(shadow.afterRow, this.writer.log.shadowProgress(shadow).last)
      this.running.push({ shadow, model, last })
    } catch (error) {
      // A shadow that is gone keeps nobody from serving.
      if (!(error instanceof Problem)) throw error
      console.error(`Shadow ${shadow.name}: ${error.sentence}`)
    }
  }

  private async loadFitting(hash: string): Promise<Model> {
    let model
    try {
      model = await Model.load(join(this.models, hash), this.loadGraph)
    } catch (error) {
      throw error instanceof Problem ? new Refusal(400, error.sentence) : error
    }
    const why = misfit(this.champion, model.signature)
    if (why === null) return model
    await model.release()
    throw new Refusal(400, `The model can't run beside the one that answers: ${why}.`)
  }

  private async stepOf(running: Running): Promise<number> {
    const rows = this.writer.log.rows({
      deployment: this.deployment.id,
      after: running.last,
      limit: ROWS_PER_STEP,
    })
    if (rows.length === 0) return 0
    const entries: ShadowEntry[] = []
    for (const row of rows) entries.push(await predicted(running.model, row))
    await this.writer.commit(() => this.writer.addShadowPredictions(running.shadow.hash, entries))
    running.last = rows.at(-1)!.number
    return rows.length
  }
}

async function predicted(model: Model, row: LoggedRow): Promise<ShadowEntry> {
  const values = { ...row.observed, ...row.inputs }
  const wanted = new Set(model.signature.inputs.map((column) => column.name))
  const place = `row ${row.number}`
  try {
    const { inputs } = checkRow(
      model.signature,
      new Map(Object.entries(values).filter(([name]) => wanted.has(name))),
      place,
    )
    return { row: row.number, prediction: await model.predict(inputs, place), error: null }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { row: row.number, prediction: null, error: error.message }
  }
}

function misfit(champion: Signature, shadow: Signature): string | null {
  if (shadow.task !== champion.task) return `it does ${shadow.task}, not ${champion.task}`
  if (shadow.target !== champion.target) return `it predicts ${shadow.target}, not ${champion.target}`
  const others = champion.classes?.every((name) => !shadow.classes?.includes(name)) ?? false
  if (others) return `its classes are ${shadow.classes!.join(', ')}, not ${champion.classes!.join(', ')}`
  if (shadow.task === 'regression' && scaleOf(shadow) !== scaleOf(champion))
    return `it predicts ${shadow.target} on another scale`
  const logged = new Set([...champion.inputs, ...champion.observed].map((column) => column.name))
  const missing = shadow.inputs.filter((column) => !logged.has(column.name)).map((column) => column.name)
  return missing.length === 0 ? null : `the log does not have its columns ${missing.join(', ')}`
}

/** Of what a regression predicts, beside the raw column. */
function scaleOf({ labels }: Signature): string {
  return labels == null ? 'same' : `${labels.function} ${labels.scale} ${labels.offset}`
}
