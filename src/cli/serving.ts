import { ModelClient } from '../deploy/client.ts'
import { deploymentOf, type Deployment, type Serving } from '../deploy/deployment.ts'
import type { Project } from '../iteration/project.ts'
import { Problem } from '../platform/problem.ts'

/** What `deploy --json` and `status --json` answer. */
export function deploymentAnswer(project: Project, deployment: Deployment) {
  const serving = deployment.state === 'serving' ? deployment : null
  return {
    state: deployment.state,
    url: serving?.url ?? null,
    pid: serving?.process ?? null,
    model: serving?.name ?? null,
    tokenFile: serving?.tokenFile ?? null,
    database: serving === null ? null : project.database,
  }
}

/** @throws Problem when nothing serves */
export async function servingOf(project: Project): Promise<Serving> {
  const deployment = await deploymentOf(project)
  if (deployment.state === 'serving') return deployment
  if (deployment.state === 'failed') throw deployment.problem
  throw new Problem('No model is being served.', {
    where: project.folder,
    todo: 'Deploy one: shiploop deploy',
  })
}

/** Runs work with a client of the running server, and closes it. */
export async function withClient<T>(serving: Serving, work: (client: ModelClient) => Promise<T>): Promise<T> {
  const client = await ModelClient.of(serving)
  try {
    return await work(client)
  } finally {
    client.close()
  }
}
