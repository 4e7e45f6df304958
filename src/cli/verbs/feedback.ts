import { join, resolve } from 'node:path'
import { readSignature } from '../../build/model/folder.ts'
import { feedbackOf } from '../../learn/feedback.ts'
import { readTable } from '../../platform/table.ts'
import { timed } from '../../platform/progress.ts'
import { projectOf, projectOption } from '../project.ts'
import { servingOf, withClient } from '../serving.ts'
import type { Verb } from '../verb.ts'

export const feedback: Verb = {
  usage: 'FILE',
  summary: 'send labels: a table with the columns id, truth and (for requests of several rows) row',
  words: { least: 1, most: 1 },
  options: projectOption,
  run: async (call) => {
    const project = await projectOf(call)
    const path = resolve(call.words[0] ?? '')
    const table = await readTable(path)
    const serving = await servingOf(project)
    const labels = feedbackOf(await readSignature(join(project.models, serving.model)), table, path)
    const answer = await timed(
      call.report,
      'feedback',
      () => withClient(serving, (client) => client.feedback(labels)),
      ({ accepted, repeated }) => `${accepted} labels${repeated > 0 ? `, ${repeated} were known` : ''}`,
    )
    return { accepted: answer.accepted, repeated: answer.repeated, unknownClasses: answer.unknown_classes }
  },
}
