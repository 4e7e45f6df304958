import * as vscode from 'vscode'
import type { CommandArgs, CommandId } from '../contributions.ts'
import { showFailure } from './failure.ts'

/** One handler for every command of the table: a forgotten one does not compile. */
type Handlers = {
  readonly [Id in CommandId]: (...args: CommandArgs<Id>) => unknown
}

/** The one place where commands are registered, timed, logged, and where their failures are shown. */
export function registerCommands(log: vscode.LogOutputChannel, handlers: Handlers): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) =>
      vscode.commands.registerCommand(id, async (...args: unknown[]): Promise<unknown> => {
        const start = performance.now()
        log.debug(`${id} began`)
        try {
          return await (handler as (...args: unknown[]) => unknown)(...args)
        } catch (error) {
          // Not awaited: the command is over, the message may stay.
          void showFailure(log, error)
          return undefined
        } finally {
          log.debug(`${id} ended after ${(performance.now() - start).toFixed(0)} ms`)
        }
      }),
    ),
  )
}
