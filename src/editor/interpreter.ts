import { basename, dirname } from 'node:path'
import * as v from 'valibot'
import * as vscode from 'vscode'
import { findProjectFolderOf } from '../iteration/find.ts'
import { openProject } from '../iteration/settings.ts'
import { findInterpreter, type Interpreter } from '../platform/interpreter.ts'
import { setting } from './settings.ts'

/**
 * The Python that runs a notebook: the one of shiploop.yaml, the one chosen in the Python extension, the setting, an
 * environment beside the notebook, the one on PATH. Whatever runs is shown before it runs.
 */
export async function interpreterFor(notebook: vscode.Uri): Promise<Interpreter> {
  const folder = dirname(notebook.fsPath)
  const projectFolder = findProjectFolderOf(notebook.fsPath)
  const project = projectFolder === null ? null : await openProject(projectFolder)
  if (project?.settings.python !== undefined)
    return findInterpreter({ folder, setting: { path: project.settings.python, folder: project.folder } })
  const chosen = await ofPythonExtension(notebook)
  if (chosen !== undefined)
    return named(chosen, folder, vscode.l10n.t('the one chosen in the Python extension'))
  const own = setting('shiploop.python', notebook)
  if (own !== '') return named(own, folder, vscode.l10n.t('the setting shiploop.python'))
  return findInterpreter({ folder })
}

async function named(asked: string, folder: string, reason: string): Promise<Interpreter> {
  return { ...(await findInterpreter({ asked, folder })), reason }
}

/** Lets the person choose, and keeps the choice in the workspace's settings. */
export async function selectInterpreter(notebook?: vscode.Uri): Promise<Interpreter | undefined> {
  const scope =
    notebook ??
    vscode.window.activeNotebookEditor?.notebook.uri ??
    vscode.workspace.workspaceFolders?.[0]?.uri
  const environments = await vscode.workspace.findFiles(
    '**/{.venv,venv}/pyvenv.cfg',
    '**/node_modules/**',
    20,
  )
  const other = vscode.l10n.t('Enter a path ...')
  const picked = await vscode.window.showQuickPick(
    [
      ...environments.map((file) => {
        const folder = dirname(file.fsPath)
        return { label: vscode.workspace.asRelativePath(folder), description: folder, path: folder }
      }),
      ...['python3', 'python'].map((name) => ({
        label: name,
        description: vscode.l10n.t('on PATH'),
        path: name,
      })),
      { label: other, description: '', path: '' },
    ],
    {
      title: vscode.l10n.t('Python for the notebook'),
      placeHolder: vscode.l10n.t('An environment with what the notebook imports'),
    },
  )
  if (picked === undefined) return undefined
  const asked =
    picked.path ||
    (await vscode.window.showInputBox({ prompt: vscode.l10n.t('Path of a Python, or of its environment') }))
  if (!asked) return undefined
  const folder =
    scope === undefined
      ? process.cwd()
      : basename(scope.fsPath).includes('.')
        ? dirname(scope.fsPath)
        : scope.fsPath
  const interpreter = await findInterpreter({ asked, folder })
  await vscode.workspace
    .getConfiguration(undefined, scope)
    .update('shiploop.python', interpreter.path, vscode.ConfigurationTarget.Workspace)
  return interpreter
}

const pythonApi = v.object({ environments: v.object({ getActiveEnvironmentPath: v.function() }) })
const environmentPath = v.object({ path: v.pipe(v.string(), v.minLength(1)) })

/** What is chosen in Microsoft's Python extension, where that is installed. */
async function ofPythonExtension(resource: vscode.Uri): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension('ms-python.python')
  if (extension === undefined) return undefined
  const api = v.safeParse(pythonApi, await extension.activate())
  if (!api.success) return undefined
  const path = v.safeParse(environmentPath, api.output.environments.getActiveEnvironmentPath(resource))
  return path.success ? path.output.path : undefined
}
