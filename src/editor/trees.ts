import * as vscode from 'vscode'
import { problemText } from './problemText.ts'
import type { ProjectWatch } from './project/watch.ts'
import { say } from './say.ts'
import { brokenDeploymentRow, deploymentRows } from './views/deployment.ts'
import { iterationRows } from './views/iterations.ts'
import { pipelineRows } from './views/pipeline.ts'
import { RowTree } from './views/tree.ts'
import type { Worker } from './work.ts'

/** The three trees of the Shiploop view container. */
export function showTrees(watch: ProjectWatch, worker: Worker): vscode.Disposable {
  const iterations = new RowTree('shiploop.iterations', () => {
    const snapshot = watch.snapshot
    return snapshot === null ? [] : iterationRows(snapshot.iterations, snapshot.broken, say)
  })
  const pipeline = new RowTree('shiploop.pipeline', () => {
    const snapshot = watch.snapshot
    const newest = snapshot?.iterations.at(-1) ?? null
    const work = { own: worker.current, elsewhere: snapshot?.busy ?? null }
    return pipelineRows(work, newest, snapshot?.project.pipeline ?? null, say)
  })
  const deployment = new RowTree('shiploop.deployment', () => {
    const { state, snapshot } = watch
    if (state.state === 'broken') return [brokenDeploymentRow(state.folder, state.deployment, say)]
    return snapshot === null ? [] : deploymentRows(snapshot, say)
  })
  const trees = [iterations, pipeline, deployment]
  return vscode.Disposable.from(
    ...trees,
    watch.onDidChange((state) => {
      // A broken shiploop.yaml is said where people look for its turns.
      iterations.view.message = state.state === 'broken' ? problemText(state.problem, say) : undefined
      for (const tree of trees) tree.refresh()
    }),
    worker.onDidChange(() => {
      pipeline.refresh()
    }),
  )
}
