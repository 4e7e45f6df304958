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

/** What the requirement says of a turn. */
export function verdictText(verdict: Verdict, t: Translate): string {
  switch (verdict) {
    case 'PASS':
      return t('pass')
    case 'FAIL':
      return t('FAIL')
    case 'UNKNOWN':
      return t('unknown')
  }
}
