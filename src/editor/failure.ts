import * as vscode from 'vscode'
import { Problem } from '../platform/problem.ts'
import { problemText } from './problemText.ts'
import { remedyCommand, remedyLabel } from './remedy.ts'
import { say } from './say.ts'

/** Shows a Problem as its sentence; whatever else was thrown is a bug and goes to the log with its stack. */
export async function showFailure(log: vscode.LogOutputChannel, error: unknown): Promise<void> {
  if (error instanceof vscode.CancellationError) return
  const showOutput = vscode.l10n.t('Show Output')
  const remedy = error instanceof Problem ? error.remedy : undefined
  const bring = remedy && remedyLabel(remedy, say)
  const buttons = bring === undefined ? [showOutput] : [bring, showOutput]
  const sentence = error instanceof Problem ? problemText(error, say) : bug(log, error)
  log.error(error instanceof Problem ? error.sentence : sentence)
  const answer = await vscode.window.showErrorMessage(sentence, ...buttons)
  if (answer === showOutput) log.show()
  if (remedy === undefined || answer !== bring) return
  const { id, args } = remedyCommand(remedy)
  await vscode.commands.executeCommand(id, ...args)
}

function bug(log: vscode.LogOutputChannel, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  log.error(error instanceof Error ? error : message)
  return vscode.l10n.t('Shiploop itself failed: {0}. The output has the details.', message)
}
