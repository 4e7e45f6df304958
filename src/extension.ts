/** The editor's composition root: builds the parts and hands them to each other. Reads nothing and starts nothing itself. */
import * as vscode from 'vscode'
import * as build from './editor/actions/build.ts'
import * as deployment from './editor/actions/deploy.ts'
import * as learn from './editor/actions/learn.ts'
import * as look from './editor/actions/look.ts'
import * as timebox from './editor/actions/timebox.ts'
import { registerCommands } from './editor/commands.ts'
import { tellContexts } from './editor/contexts.ts'
import { Dashboards } from './editor/dashboard/dashboards.ts'
import { selectInterpreter } from './editor/interpreter.ts'
import { Badges } from './editor/notebook/badges.ts'
import { Diagnostics } from './editor/notebook/diagnostics.ts'
import { Insights } from './editor/notebook/insights.ts'
import { Program } from './editor/program.ts'
import { ProjectWatch } from './editor/project/watch.ts'
import { StatusBar } from './editor/statusBar.ts'
import { TimeBoxRecorder } from './editor/timebox/recorder.ts'
import { showTrees } from './editor/trees.ts'
import { Worker } from './editor/work.ts'

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Shiploop', { log: true })
  const watch = new ProjectWatch(log)
  const worker = new Worker(new Program(context.extensionPath, log))
  const recorder = new TimeBoxRecorder(watch, context.workspaceState)
  const dashboards = new Dashboards(context.extensionUri, watch)
  const statusBar = new StatusBar()
  const insights = new Insights(log)
  const parts = { watch, worker, recorder }

  context.subscriptions.push(
    log,
    watch,
    worker,
    recorder,
    dashboards,
    statusBar,
    insights,
    new Badges(insights, watch),
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
    registerCommands(log, {
      'shiploop.ship': (notebook, options) => build.ship(parts, notebook, options),
      'shiploop.init': (notebook, options) => build.init(parts, notebook, options),
      'shiploop.export': (notebook, options) => build.exportNotebook(parts, notebook, options),
      'shiploop.run': () => build.run(parts),
      'shiploop.rebuild': () => build.run(parts, { rebuild: true }),
      'shiploop.deploy': (turn) => deployment.deploy(parts, turn),
      'shiploop.deployShadow': (turn) => deployment.deploy(parts, turn, true),
      'shiploop.stop': () => deployment.stop(parts),
      'shiploop.tryRow': () => deployment.tryRow(parts),
      'shiploop.replay': (file, label) => deployment.replay(parts, file, label),
      'shiploop.feedback': (file) => deployment.feedback(parts, file),
      'shiploop.measure': () => learn.measure(parts),
      'shiploop.acknowledge': () => deployment.acknowledge(parts),
      'shiploop.challenge': (cell) => learn.challenge(parts, cell),
      'shiploop.decide': (action, reason) => learn.decide(parts, action, reason),
      'shiploop.report': (turn) => learn.report(parts, turn),
      'shiploop.slice': (cell) => look.slice(worker, cell),
      'shiploop.dashboard.open': (turn) => dashboards.open(turn),
      'shiploop.compare': (turn) => dashboards.compare(turn),
      'shiploop.record.open': (turn) => look.openRecord(watch, turn),
      'shiploop.stage.open': (file) => look.openStage(file),
      'shiploop.cancel': () => worker.cancel(),
      'shiploop.timeBox.start': (minutes) => timebox.startTimeBox(parts, minutes),
      'shiploop.timeBox.extend': (minutes, reason) => timebox.extendTimeBox(parts, minutes, reason),
      'shiploop.timeBox.stop': () => timebox.stopTimeBox(parts),
      'shiploop.python.select': (notebook) => selectInterpreter(notebook),
      'shiploop.project.select': () => look.selectProject(watch),
      'shiploop.settings.open': () => look.openSettings(watch),
      'shiploop.output.show': () => log.show(),
    }),
  )
  // What is on disk is read after activation.
  setImmediate(() => {
    insights.start()
    void watch.start()
  })
}
