/** Places of the program's memory in the words that `export --explain` and the badges show. */
import { ROWS, type Thing, WHOLE } from '../domain.ts'

/** @param key of the thing: a name, a column, or one of the marks of domain.ts */
export function placeInWords(thing: Thing, key: string): string {
  switch (thing.type) {
    case 'frame':
      return key === WHOLE ? 'any name' : key
    case 'streams':
      return key === 'random' ? "the random stream of Python's random" : `the random stream of ${key}`
    case 'settings':
      return key
    case 'figures':
      return 'what was drawn'
    case 'files':
      return key === WHOLE ? 'a file' : `the file '${key}'`
    default: {
      const label = thing.names.size > 0 ? [...thing.names][0]! : thing.label
      if (key === WHOLE) return `the content of ${label}`
      if (key === '#added methods') return 'methods that were added to tables'
      if (key === ROWS) return `the rows of ${label}`
      return thing.type === 'pandas.DataFrame' ? `column '${key}' of ${label}` : `'${key}' of ${label}`
    }
  }
}
