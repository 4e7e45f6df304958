import { ACTIONS, type Action } from '../../iteration/record.ts'
import { readIterations, writeIteration } from '../../iteration/store.ts'
import { decided } from '../../learn/decide.ts'
import { iterationOption, pickIteration } from '../iteration.ts'
import { alone, projectOf, projectOption } from '../project.ts'
import { textOption, UsageError, type Verb } from '../verb.ts'

export const decide: Verb = {
  usage: '[ACTION] [--reason TEXT] [--iteration SLUG]',
  summary: 'take the advice, or decide otherwise with a reason',
  words: { least: 0, most: 2 },
  options: {
    ...projectOption,
    reason: { type: 'string', value: 'TEXT', help: 'why, where it is not what was advised' },
    ...iterationOption,
  },
  run: async (call) => {
    const action = actionOf(call.words)
    const project = await projectOf(call)
    return alone(project, 'decide', async () => {
      const before = pickIteration(await readIterations(project), textOption(call.options, 'iteration'))
      const after = decided(before, action, textOption(call.options, 'reason') ?? null, new Date())
      await writeIteration(project, after)
      const { action: taken, overrides } = after.decision!
      call.say(
        `${after.title}: ${taken}${overrides ? `, against the advice (${before.advice!.action})` : ''}.`,
      )
      return { iteration: after.slug, decision: after.decision, advice: after.advice ?? null }
    })
  },
}

// FIX PIPELINE is two words, with or without quotes.
function actionOf(words: readonly string[]): Action | null {
  if (words.length === 0) return null
  const wanted = words.join(' ').toUpperCase()
  const action = ACTIONS.find((each) => each === wanted)
  if (action === undefined) throw new UsageError(`"${words.join(' ')}" is none of ${ACTIONS.join(', ')}.`)
  return action
}
