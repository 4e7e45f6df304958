/** What a person reads when something can't be done: what is wrong, where, and what to do about it. */
interface ProblemDetails {
  /** Values for the `{0}`, `{1}` ... of the message and of `todo`. */
  readonly args?: readonly (string | number)[]
  /** The file, cell, line or column that it is about. */
  readonly where?: string
  /** What the person can do now, as a sentence. */
  readonly todo?: string
  /** What a surface can offer to do about it, when asked. */
  readonly remedy?: Remedy
  readonly cause?: unknown
}

/** Something that is missing and can be brought, or chosen. */
export type Remedy =
  /** Reading this notebook's cells in the order of the file: nothing stops it then. */
  | { readonly kind: 'order'; readonly notebook: string }
  /** What makes a graph of a model, into a folder that only the conversion sees. */
  | { readonly kind: 'converter' }
  /** What the notebook itself imports, into the person's environment: by their own hand only. */
  | { readonly kind: 'packages'; readonly python: string; readonly packages: readonly string[] }

/**
 * A failure that a person can act on. Anything else that is thrown is a bug and goes to the log with its stack.
 *
 * `template` and `args` stay apart so that the editor can show the sentence in the person's language.
 */
export class Problem extends Error {
  readonly template: string
  readonly args: readonly (string | number)[]
  readonly where: string | undefined
  readonly todo: string | undefined
  readonly remedy: Remedy | undefined

  constructor(template: string, details: ProblemDetails = {}) {
    super(fill(template, details.args ?? []), { cause: details.cause })
    this.name = 'Problem'
    this.template = template
    this.args = details.args ?? []
    this.where = details.where
    this.todo = details.todo === undefined ? undefined : fill(details.todo, this.args)
    this.remedy = details.remedy
  }

  /** The whole of it in one line of English: `where: what todo`. */
  get sentence(): string {
    const place = this.where === undefined ? '' : `${this.where}: `
    const todo = this.todo === undefined ? '' : ` ${this.todo}`
    const choice = this.remedy?.kind === 'order' ? ` ${FILE_ORDER}` : ''
    return `${place}${this.message}${todo}${choice}`
  }
}

/** What a command line says of the remedy `order`; the editor has a button. */
export const FILE_ORDER =
  'Or have the cells read in the order of the file, as if they ran from top to bottom: --order file'

/** Puts `args` into the `{0}`, `{1}` ... of a template. */
export function fill(template: string, args: readonly (string | number)[]): string {
  return template.replace(/\{(\d+)\}/g, (hole, index: string) => String(args[Number(index)] ?? hole))
}
