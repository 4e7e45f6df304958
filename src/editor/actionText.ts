import type { Action, Verdict } from '../iteration/record.ts'
import type { Translate } from './text.ts'

/** An action of the advice in the person's language, as a word of a sentence. */
export function actionText(action: Action, t: Translate): string {
  switch (action) {
    case 'SHIP':
      return t('Ship')
    case 'KEEP':
      return t('Keep')
    case 'LABEL':
      return t('Label more')
    case 'FIX':
      return t('Fix')
    case 'REBUILD':
      return t('Rebuild')
    case 'FIX PIPELINE':
      return t('Fix the pipeline')
    case 'PIVOT':
      return t('Pivot')
    case 'STOP':
      return t('Stop here')
  }
}

/** What one does who decides so, in one line. */
export function actionHelp(action: Action, t: Translate): string {
  switch (action) {
    case 'SHIP':
      return t('this model serves, or goes on serving')
    case 'KEEP':
      return t('go on as it is, and look again later')
    case 'LABEL':
      return t('collect the truth of more requests before judging')
    case 'FIX':
      return t('look for a bug, or for what differs between training and serving')
    case 'REBUILD':
      return t('train again, with the labelled live rows as well')
    case 'FIX PIPELINE':
      return t('make its slowest step faster first')
    case 'PIVOT':
      return t('try another road: other data, model or target')
    case 'STOP':
      return t('end the work on this model')
  }
}

/** What the requirement says of a turn. */
export function verdictText(verdict: Verdict, t: Translate): string {
  switch (verdict) {
    case 'PASS':
      return t('pass')
    case 'FAIL':
      return t('FAIL')
    case 'UNKNOWN':
      return t('not enough labels to say')
  }
}
