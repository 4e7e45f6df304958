/** A project: the folder with a `shiploop.yaml`, and the places of its files. */
import { dirname, join, resolve } from 'node:path'
import * as v from 'valibot'
import { CELL_ORDERS, type CellOrder } from './record.ts'

const positive = v.pipe(v.number(), v.gtValue(0))

export const settingsSchema = v.strictObject({
  schema: v.literal(1),
  name: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'letters, digits, ".", "_" and "-" only')),
  /** The notebook, relative to this file. */
  notebook: v.string(),
  /** In which order the cells are read: `file` where a person asked for it, by their `counts` otherwise. */
  order: v.optional(v.picklist(CELL_ORDERS)),
  /** The interpreter that runs the notebook, relative to this file or absolute; found when absent. */
  python: v.optional(v.string()),
  /** What the users of the model need; written before deploying. */
  requirement: v.optional(
    v.union([
      v.strictObject({
        metric: v.literal('accuracy'),
        at_least: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
      }),
      v.strictObject({ metric: v.literal('mean_absolute_error'), at_most: positive }),
    ]),
  ),
  /** Number of live labels at which one Wilson interval is looked at, declared before deploying. */
  labels: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Regression: errors are clipped to [0, error_bound], in the target's unit. */
  error_bound: v.optional(positive),
  /** The business number that the model should move, in words. */
  kpi: v.optional(v.string()),
  budgets: v.optional(v.strictObject({ notebook_minutes: v.optional(positive) })),
  /** Columns of the data that the model does not use and monitors watch. */
  observe: v.optional(v.array(v.string())),
  serve: v.optional(
    v.strictObject({
      port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535))),
      idle_hours: v.optional(positive),
      allowed_hosts: v.optional(v.array(v.string())),
      /** `normal` survives a kill of the process, `full` a power cut as well, at a twelfth of the rate. */
      durability: v.optional(v.picklist(['normal', 'full'])),
    }),
  ),
})
export type Settings = v.InferOutput<typeof settingsSchema>

/** Absolute paths of a project's files. */
export class Project {
  readonly folder: string
  readonly settings: Settings
  /** Packages that only Shiploop's own conversion sees, in a folder for each Python. */
  readonly side: string

  /** @param side of another project, for one that is built inside it */
  constructor(folder: string, settings: Settings, side?: string) {
    this.folder = resolve(folder)
    this.settings = settings
    this.side = side ?? join(this.folder, '.shiploop', 'python')
  }

  /** The same project, its cells read in another order. */
  inOrder(order: CellOrder): Project {
    return new Project(this.folder, { ...this.settings, order }, this.side)
  }

  get order(): CellOrder {
    return this.settings.order ?? 'counts'
  }
  get settingsFile(): string {
    return join(this.folder, 'shiploop.yaml')
  }
  get notebook(): string {
    return resolve(this.folder, this.settings.notebook)
  }
  /** Working directory of everything that runs. */
  get notebookFolder(): string {
    return dirname(this.notebook)
  }
  get iterations(): string {
    return join(this.folder, 'iterations')
  }
  get pipeline(): string {
    return join(this.folder, 'pipeline')
  }
  get state(): string {
    return join(this.folder, '.shiploop')
  }
  get models(): string {
    return join(this.state, 'models')
  }
  /** Outputs of runs: artifacts between stages, metrics.json. */
  get runs(): string {
    return join(this.state, 'runs')
  }
  get database(): string {
    return join(this.state, 'requests.db')
  }
  get lockFile(): string {
    return join(this.state, 'lock')
  }
  get serverFile(): string {
    return join(this.state, 'server.json')
  }
}
