/** The editor's composition root: builds the parts and hands them to each other. Reads nothing and starts nothing itself. */
import { join } from 'node:path'
import * as vscode from 'vscode'
import { registerCommands } from './editor/commands.ts'
import { tellContexts } from './editor/contexts.ts'
import { Dashboards } from './editor/dashboard/dashboards.ts'
import { Analyst } from './editor/notebook/analyst.ts'
import { Badges } from './editor/notebook/badges.ts'
import { Diagnostics } from './editor/notebook/diagnostics.ts'
import { EditedCells } from './editor/notebook/edited.ts'
import { Insights } from './editor/notebook/insights.ts'
import { Program } from './editor/program.ts'
import { ProjectWatch } from './editor/project/watch.ts'
import { StatusBar } from './editor/statusBar.ts'
import { TimeBoxRecorder } from './editor/timebox/recorder.ts'
import { showTrees } from './editor/trees.ts'
import { Worker } from './editor/work.ts'

/** What the commands do is loaded with the first of them. */
const later = () => import('./editor/later.ts')
const actions = {
  build: async () => (await later()).build,
  deployment: async () => (await later()).deployment,
  install: async () => (await later()).install,
  learn: async () => (await later()).learn,
  look: async () => (await later()).look,
  order: async () => (await later()).order,
  timebox: async () => (await later()).timebox,
  python: async () => (await later()).python,
}

let ending: () => Promise<unknown> = () => Promise.resolve()

/** The window closes: what happened in it is in the journal, and what was started for it has ended. */
export async function deactivate(): Promise<void> {
  await ending()
}

/** Called by the editor when the extension is needed first. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Shiploop', { log: true })
  const watch = new ProjectWatch(log, async () => (await later()).reader.ProjectReader)
  const worker = new Worker(new Program(context.extensionPath, log))
  const recorder = new TimeBoxRecorder(watch, context.workspaceState, log)
  const dashboards = new Dashboards(context.extensionUri, watch)
  const statusBar = new StatusBar()
  const analyst = new Analyst(join(context.extensionPath, 'dist', 'insight.cjs'))
  const insights = new Insights(log, watch, analyst)
  const edited = new EditedCells()
  const parts = { watch, worker, recorder, edited }

  ending = () => Promise.all([recorder.flush(), worker.end()])
  context.subscriptions.push(
    log,
    watch,
    worker,
    recorder,
    dashboards,
    statusBar,
    insights,
    analyst,
    edited,
    new Badges(insights, watch, edited),
    new Diagnostics(insights),
    showTrees(watch, worker),
    watch.onDidChange((state) => {
      statusBar.show(state)
      recorder.update()
      tellContexts(state, worker.current?.state === 'working')
    }),
    worker.onDidChange((work) => {
      tellContexts(watch.state, work?.state === 'working')
    }),
    vscode.workspace.onDidOpenNotebookDocument(() => {
      tellContexts(watch.state, worker.current?.state === 'working')
    }),
    registerCommands(log, {
      'shiploop.ship': async (notebook, options) => (await actions.build()).ship(parts, notebook, options),
      'shiploop.init': async (notebook, options) => (await actions.build()).init(parts, notebook, options),
      'shiploop.export': async (notebook, options) =>
        (await actions.build()).exportNotebook(parts, notebook, options),
      'shiploop.run': async () => (await actions.build()).run(parts, 'again'),
      'shiploop.verify': async () => (await actions.build()).run(parts, 'verify'),
      'shiploop.minimize': async () => (await actions.build()).run(parts, 'minimize'),
      'shiploop.exportMinimized': async (options) => (await actions.build()).exportMinimized(parts, options),
      'shiploop.rebuild': async () => (await actions.build()).run(parts, 'rebuild'),
      'shiploop.deploy': async (turn) => (await actions.deployment()).deploy(parts, turn),
      'shiploop.deployShadow': async (turn) => (await actions.deployment()).deploy(parts, turn, true),
      'shiploop.stop': async () => (await actions.deployment()).stop(parts),
      'shiploop.tryRow': async () => (await actions.deployment()).tryRow(parts),
      'shiploop.replay': async (file, label) => (await actions.deployment()).replay(parts, file, label),
      'shiploop.feedback': async (file) => (await actions.deployment()).feedback(parts, file),
      'shiploop.measure': async () => (await actions.learn()).measure(parts),
      'shiploop.acknowledge': async () => (await actions.deployment()).acknowledge(parts),
      'shiploop.challenge': async (cell) => (await actions.learn()).challenge(parts, cell),
      'shiploop.decide': async (action, reason, turn) =>
        (await actions.learn()).decide(parts, action, reason, turn),
      'shiploop.report': async (turn) => (await actions.learn()).report(parts, turn),
      'shiploop.slice': async (cell) => (await actions.look()).slice(worker, cell),
      'shiploop.dashboard.open': (turn) => dashboards.open(turn),
      'shiploop.compare': (turn) => dashboards.compare(turn),
      'shiploop.record.open': async (turn) => (await actions.look()).openRecord(watch, turn),
      'shiploop.stage.open': async (file) => (await actions.look()).openStage(file),
      'shiploop.stage.cells': async (stage) => (await actions.look()).showCells(watch, analyst, stage),
      'shiploop.cancel': () => worker.cancel(),
      'shiploop.timeBox.start': async (minutes) => (await actions.timebox()).startTimeBox(parts, minutes),
      'shiploop.timeBox.extend': async (minutes, reason) =>
        (await actions.timebox()).extendTimeBox(parts, minutes, reason),
      'shiploop.timeBox.stop': async () => (await actions.timebox()).stopTimeBox(parts),
      'shiploop.install': async (remedy, options) =>
        (await actions.install()).install(parts, remedy, options),
      'shiploop.order.file': async (notebook, options) =>
        (await actions.order()).readInFileOrder(parts, notebook, options),
      'shiploop.python.select': async (notebook) => (await actions.python()).selectInterpreter(notebook),
      'shiploop.project.select': async () => (await actions.look()).selectProject(watch),
      'shiploop.settings.open': async () => (await actions.look()).openSettings(watch),
      'shiploop.output.show': () => log.show(),
    }),
  )
  // What is on disk is read after activation.
  setImmediate(() => {
    insights.start()
    void watch.start()
  })
}
