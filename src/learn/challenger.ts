/** Builds a model that the notebook abandoned, from its own cell, beside the project's pipeline. */
import { createHash } from 'node:crypto'
import { join, relative } from 'node:path'
import * as v from 'valibot'
import { Project } from '../iteration/project.ts'
import { copyFolder, exists, fileStamp, namesIn, readIfThere, writeWhole } from '../platform/files.ts'
import { Problem } from '../platform/problem.ts'
import { exportTurn, runTurn, type Tools } from './turn.ts'

interface BuiltChallenger {
  /** `LogisticRegression (cell 28)` */
  readonly name: string
  readonly hash: string
}

/**
 * Exports, runs and checks the model of a cell; its graph joins the project's models.
 *
 * @throws Problem when there is none by that cell, or it has no checked graph
 */
export async function buildChallenger(
  project: Project,
  cell: number,
  tools: Tools,
): Promise<BuiltChallenger> {
  // A project inside the project: the person's pipeline/ stays as it is.
  const folder = join(project.state, 'challengers', `cell-${cell}`)
  const notebook = relative(folder, project.notebook).replaceAll('\\', '/')
  const aside = new Project(folder, { ...project.settings, notebook }, project.side)
  const memory = join(folder, 'built.json')
  const known = await knownBuild(memory, project, tools)
  if (known !== null) return known.challenger
  const turn = await exportTurn(aside, { cell, changed: 'take new' }, tools)
  // What a notebook has stored tells of the order in which its cells ran, and of no other.
  const compared = project.order === 'file' ? 'fresh run' : 'stored output'
  const { model, metrics } = await runTurn(aside, turn.understood, turn.exported, compared, tools)
  const different = metrics?.find(({ equal }) => !equal)
  if (different !== undefined && project.order === 'file')
    throw new Problem('The scripts of cell {0} give {1} = {2}, and the notebook from top to bottom {3}.', {
      args: [cell, different.name, different.scripts ?? 'nothing', different.notebook ?? 'nothing'],
      todo: 'Look for what draws random numbers without a seed.',
    })
  if (different !== undefined)
    throw new Problem('The scripts of cell {0} give {1} = {2}, and the notebook shows {3}.', {
      args: [cell, different.name, different.scripts ?? 'nothing', different.stored ?? 'nothing'],
      todo: 'Run that cell again in the notebook and save it: its output may be old.',
    })
  if (model === undefined || model.hash === null || model.refused !== null)
    throw new Problem('The model of cell {0} has no graph: {1}', {
      args: [cell, model?.refused ?? 'it was not built'],
    })
  const target = join(project.models, model.hash)
  if (!exists(target)) await copyFolder(join(aside.models, model.hash), target)
  const challenger = { name: `${model.estimator} (cell ${cell})`, hash: model.hash }
  const built: Build = { schema: 1, made: await circumstances(project, tools), challenger }
  await writeWhole(memory, `${JSON.stringify(built)}\n`)
  return challenger
}

const buildSchema = v.object({
  schema: v.literal(1),
  /** Under which circumstances it was made; others make another model. */
  made: v.string(),
  challenger: v.object({ name: v.string(), hash: v.string() }),
})
type Build = v.InferOutput<typeof buildSchema>

/** The same notebook, data beside it and interpreter give the same model: it is not made twice. */
async function knownBuild(memory: string, project: Project, tools: Tools): Promise<Build | null> {
  const text = await readIfThere(memory)
  if (text === undefined) return null
  const build = v.parse(buildSchema, JSON.parse(text))
  const isSame = build.made === (await circumstances(project, tools))
  return isSame && exists(join(project.models, build.challenger.hash)) ? build : null
}

async function circumstances(project: Project, { interpreter }: Tools): Promise<string> {
  const files: string[] = []
  for (const name of await namesIn(project.notebookFolder)) {
    const stamp = await fileStamp(join(project.notebookFolder, name))
    if (stamp !== null) files.push(`${name} ${stamp}`)
  }
  return createHash('sha256')
    .update([interpreter.path, interpreter.version, project.order, ...files].join('\n'))
    .digest('hex')
}
