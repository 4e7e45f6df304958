/** Making a project: `shiploop.yaml` beside the notebook, and `.shiploop/` kept out of git. */
import { dirname, join, resolve } from 'node:path'
import { exists, readText, writeWhole } from '../platform/files.ts'
import { Problem } from '../platform/problem.ts'
import { Project } from './project.ts'
import { hasOwnFolder, ownFolderOf, SETTINGS_FILE } from './find.ts'
import type { CellOrder } from './record.ts'
import { newSettingsText, openProject, parseSettings, settingsInOrder } from './settings.ts'

export interface InitPlan {
  readonly folder: string
  /** The project as it is, or as it will be once the plan is carried out. */
  readonly project: Project
  /** Files that will be written, with what for. Empty when the project is already there. */
  readonly writes: readonly FileToWrite[]
}

interface FileToWrite {
  readonly path: string
  readonly content: string
}

/** What `shiploop.yaml` would be for another order of the cells; null where nothing changes. */
export async function planOrder(
  project: Project,
  order: CellOrder | undefined,
): Promise<{ readonly project: Project; readonly write: FileToWrite } | null> {
  if (order === undefined || order === project.order) return null
  const path = project.settingsFile
  const content = settingsInOrder(await readText(path, 'The project file'), order)
  // Whatever a person wrote there: it still has to be right.
  parseSettings(content, path)
  return { project: project.inOrder(order), write: { path, content } }
}

/**
 * Where a notebook's project is, or would be: beside it, and for a second notebook of the same folder in one of its own.
 * Beside a project whose notebook is gone it is that one: the notebook may have got another name.
 */
export async function projectFolderOf(notebook: string): Promise<string> {
  const beside = dirname(notebook)
  if (hasOwnFolder(notebook)) return ownFolderOf(notebook)
  if (!exists(join(beside, SETTINGS_FILE))) return beside
  const there = (await openProject(beside)).notebook
  return there === notebook || !exists(there) ? beside : ownFolderOf(notebook)
}

/**
 * What `init` would write; nothing is written yet.
 *
 * @param folder the project's folder; the notebook's (`projectFolderOf`) when not given
 * @param order  of the notebook's cells from now on; as it is when not given
 * @throws Problem when the folder already belongs to another notebook
 */
export async function planInit(notebook: string, folder?: string, order?: CellOrder): Promise<InitPlan> {
  const place = resolve(folder ?? (await projectFolderOf(resolve(notebook))))
  const settingsFile = join(place, SETTINGS_FILE)
  const writes: FileToWrite[] = []
  let project: Project
  if (exists(settingsFile)) {
    project = await openProject(place)
    if (project.notebook !== resolve(notebook))
      throw new Problem('The folder already is the project of "{0}".', {
        args: [project.settings.notebook],
        where: place,
        todo: 'Give this notebook a folder of its own: shiploop init NOTEBOOK --project FOLDER',
      })
    const ordered = await planOrder(project, order)
    if (ordered !== null) {
      project = ordered.project
      writes.push(ordered.write)
    }
  } else {
    const begun = newSettingsText(resolve(notebook), place)
    const content = order === undefined || order === 'counts' ? begun : settingsInOrder(begun, order)
    project = new Project(place, parseSettings(content, settingsFile))
    writes.push({ path: settingsFile, content })
  }
  const ignore = await planIgnore(place)
  if (ignore !== null) writes.push(ignore)
  return { folder: place, project, writes }
}

async function planIgnore(folder: string): Promise<FileToWrite | null> {
  const path = join(folder, '.gitignore')
  const before = exists(path) ? await readText(path, 'The file') : ''
  if (/^\/?\.shiploop\/?\s*$/m.test(before)) return null
  const separator = before === '' || before.endsWith('\n') ? '' : '\n'
  return { path, content: `${before}${separator}.shiploop/\n` }
}

/** Writes the files of a plan. */
export async function carryOut(plan: InitPlan): Promise<Project> {
  for (const { path, content } of plan.writes) await writeWhole(path, content)
  return plan.project
}
