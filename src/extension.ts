/** The editor's composition root: builds the parts and hands them to each other. Reads nothing, starts nothing. */
import * as vscode from 'vscode'
import { registerCommands } from './editor/commands.ts'
import { Program } from './editor/program.ts'
import { shipNotebook } from './editor/ship.ts'

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Shiploop', { log: true })
  const program = new Program(context.extensionPath, log)
  context.subscriptions.push(
    log,
    registerCommands(log, {
      'shiploop.ship': (notebook) => shipNotebook(program, notebook),
      'shiploop.output.show': () => {
        log.show()
      },
    }),
  )
}
