import * as vscode from 'vscode'
import { findProjectFolder, findProjectFolderOf, SETTINGS_FILE } from '../../iteration/find.ts'
import type { ProjectReader } from './reader.ts'
import { openIn, type ProjectState, type Snapshot } from './snapshot.ts'

const EVERY_MS = 1000

/**
 * The project of this window and what is known about it, read anew every second: the command line, the server and other
 * windows change it too, and file watchers see neither a killed server nor every file system.
 */
export class ProjectWatch implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<ProjectState>()
  readonly onDidChange = this.changed.event
  private readonly log: vscode.LogOutputChannel
  private readonly loadReader: () => Promise<typeof ProjectReader>
  private readonly subscriptions: vscode.Disposable[] = []
  private folder: string | null = null
  private reader: ProjectReader | null = null
  private known: ProjectState = { state: 'reading', folder: '' }
  private fingerprint = ''
  private failure = ''
  private reading: Promise<void> | null = null
  private timer: NodeJS.Timeout | undefined

  /** @param loadReader the reader and what it needs (YAML, SQLite) are loaded with the first project */
  constructor(log: vscode.LogOutputChannel, loadReader: () => Promise<typeof ProjectReader>) {
    this.log = log
    this.loadReader = loadReader
  }

  get state(): ProjectState {
    return this.known
  }

  get snapshot(): Snapshot | null {
    return openIn(this.known)
  }

  /** Looks for the window's project, and from then on at it. */
  async start(): Promise<void> {
    this.subscriptions.push(
      vscode.window.onDidChangeActiveNotebookEditor((editor) => {
        this.followNotebook(editor?.notebook.uri)
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        this.follow(editor?.document.uri)
      }),
    )
    const made = vscode.workspace.createFileSystemWatcher(`**/${SETTINGS_FILE}`, false, true, true)
    this.subscriptions.push(
      made,
      made.onDidCreate((file) => {
        if (this.folder === null) this.follow(file)
      }),
    )
    this.followNotebook(vscode.window.activeNotebookEditor?.notebook.uri)
    if (this.folder === null) {
      const [found] = await this.projects()
      // An editor may have come to the front meanwhile, with a project of its own.
      if (found !== undefined && this.isClosed) this.open(found)
    }
    await this.refresh()
    this.timer = setInterval(() => void this.refresh(), EVERY_MS)
  }

  private get isClosed(): boolean {
    return this.folder === null
  }

  /** Folders of the workspace's projects. */
  async projects(): Promise<string[]> {
    const files = await vscode.workspace.findFiles(`**/${SETTINGS_FILE}`, '**/{node_modules,.venv}/**', 100)
    return files.map((file) => vscode.Uri.joinPath(file, '..').fsPath).sort()
  }

  open(folder: string): void {
    if (this.folder === folder) return
    this.close()
    this.folder = folder
    this.tell({ state: 'reading', folder })
  }

  /** Reads now: after a command has changed something. */
  async refresh(): Promise<void> {
    this.reading ??= this.read().finally(() => {
      this.reading = null
    })
    await this.reading
  }

  dispose(): void {
    clearInterval(this.timer)
    this.close()
    this.changed.dispose()
    vscode.Disposable.from(...this.subscriptions).dispose()
  }

  private follow(uri: vscode.Uri | undefined): void {
    if (uri?.scheme === 'file') this.openFound(findProjectFolder(vscode.Uri.joinPath(uri, '..').fsPath))
  }

  private followNotebook(uri: vscode.Uri | undefined): void {
    if (uri?.scheme === 'file') this.openFound(findProjectFolderOf(uri.fsPath))
  }

  /** Opens a project, if it lies in the workspace. */
  private openFound(folder: string | null): void {
    const inside =
      folder !== null && vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) !== undefined
    if (!inside || folder === this.folder) return
    this.open(folder)
    void this.refresh()
  }

  /** Where a project is most likely: the watcher finds the others, though not on every file system. */
  private look(): void {
    this.followNotebook(vscode.window.activeNotebookEditor?.notebook.uri)
    for (const { uri } of vscode.workspace.workspaceFolders ?? [])
      if (this.folder === null && uri.scheme === 'file') this.openFound(findProjectFolder(uri.fsPath))
  }

  private async read(): Promise<void> {
    // A project may have been made since, on the command line or by another window.
    if (this.folder === null) this.look()
    const { folder } = this
    if (folder === null) {
      this.tell({ state: 'none' })
      return
    }
    try {
      const state = await (await this.readerOf(folder)).read()
      if (folder !== this.folder) return
      if (state.state === 'broken' && findProjectFolder(folder) !== folder) {
        this.close()
        this.tell({ state: 'none' })
      } else this.tell(state)
      this.failure = ''
    } catch (error) {
      const failure = String(error)
      // Once, not every second.
      if (failure !== this.failure) this.log.error(error instanceof Error ? error : failure)
      this.failure = failure
    }
  }

  private async readerOf(folder: string): Promise<ProjectReader> {
    const Reader = await this.loadReader()
    this.reader ??= new Reader(folder)
    return this.reader
  }

  private close(): void {
    this.reader?.dispose()
    this.reader = null
    this.folder = null
  }

  private tell(state: ProjectState): void {
    const fingerprint = JSON.stringify(state, (_, value: unknown) =>
      value instanceof Map ? [...value] : value instanceof Error ? value.message : value,
    )
    this.known = state
    if (fingerprint === this.fingerprint) return
    this.fingerprint = fingerprint
    this.changed.fire(state)
  }
}
