/** Why it matters that something learned from rows that the model is tested on. */
import type { Learned } from './seen.ts'

/**
 * @param all of one way, side by side in one line
 * @param rows that it learned from: all, also those of the test; those of the test alone; all before a cross-validation
 */
export function learnedWords(all: readonly Learned[], rows: 'all' | 'test' | 'folds'): string {
  const [{ way, categoriesOnly }] = all as [Learned]
  const names = [...new Set(all.map(({ by }) => (by === '' ? 'A transformer' : by)))].toSorted()
  const list = names.join(', ')
  if (way === 'answer')
    return `The features are made with ${list} of the target by group, also of rows that the model is tested on, so that their answers are among the features: the score may be far too good.`
  if (way === 'choice')
    return `Columns are chosen by how well they go with the target (${list}), also in rows that the model is tested on: the score may be far too good.`
  if (way === 'number') return numberWords(list, rows)
  const who = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}` : list
  if (categoriesOnly)
    return `${who} learned the categories of ${rows === 'folds' ? 'all rows before the cross-validation' : 'the test rows too'}, so that the test meets no category that the model does not know, as live rows may.`
  if (rows === 'test')
    return `${who} learned from the rows that the model is tested on, so that they are not transformed as new rows would be.`
  const good = all.some(({ answers }) => answers)
    ? 'the score may be far too good'
    : 'the score may be a little too good'
  return rows === 'folds'
    ? `${who} learned from all rows before the cross-validation, so that each fold is tested on rows that its features were made with: ${good}.`
    : `${who} learned from all rows, also from those that the model is tested on: ${good}.`
}

/** `X / X.max()`: nothing is fitted, but the number knows all rows. */
function numberWords(list: string, rows: 'all' | 'test' | 'folds'): string {
  if (rows === 'test')
    return `The features are made with ${list} of the rows that the model is tested on, so that those are not transformed as new rows would be.`
  return rows === 'folds'
    ? `The features are made with ${list} of all rows before the cross-validation, so that each fold is tested on rows that they know: the score may be a little too good.`
    : `The features are made with ${list} of all rows, also of those that the model is tested on: the score may be a little too good.`
}
