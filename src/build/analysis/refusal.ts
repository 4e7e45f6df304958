/** Why no right script can be given: as data while it is reasoned with, as a sentence where a person reads it. */

export interface Refusal {
  readonly cell: number
  /** 1-based, in the cell. */
  readonly line: number
  readonly reason: Reason
}

export type Reason =
  | { readonly kind: 'missing name'; readonly name: string }
  /** Names that a cell would define which has not run since it was written or edited: a file holds no count for it. */
  | { readonly kind: 'waiting cell'; readonly names: readonly string[]; readonly cell: number }
  /** Names that a cell above defines whose last run, the one that the file counts, came after they were read. */
  | { readonly kind: 'later cell'; readonly names: readonly string[]; readonly cell: number }
  /** Names that a cell further down defines, where the cells are read in the order of the file. */
  | { readonly kind: 'cell below'; readonly names: readonly string[]; readonly cell: number }
  | { readonly kind: 'deleted name'; readonly name: string }
  /** `_`, `Out[3]`, as the cell says it. */
  | { readonly kind: 'shown before'; readonly code: string }
  | { readonly kind: 'await' }
  | { readonly kind: 'get_ipython' }
  /** `%load_ext sql`, `%%writefile a.txt`: with its percent signs and the rest of its line. */
  | { readonly kind: 'magic'; readonly magic: string }
  /** What `%%capture name` kept: the rest of its line. */
  | { readonly kind: 'captured'; readonly rest: string }
  /** A magic of the asked cell that shows what only a session knows. */
  | { readonly kind: 'session'; readonly magic: string }
  /** `ast_node_interactivity`; null where the mode is not written out. */
  | { readonly kind: 'shown otherwise'; readonly cell: number; readonly mode: string | null }
  | { readonly kind: 'shell expression' }
  | { readonly kind: 'module reloaded'; readonly module: string }
  | { readonly kind: 'runs at any time'; readonly callee: string }
  | { readonly kind: 'memory by name'; readonly callee: string }
  | { readonly kind: 'prints into file'; readonly callee: string }
  /** What no statement writes by name: the flags of a decimal context, which any arithmetic sets. */
  | { readonly kind: 'flags of arithmetic' }
  /** In the interpreter's words. */
  | { readonly kind: 'no Python'; readonly message: string }
  | { readonly kind: 'too deep' }
  | { readonly kind: 'too much' }

/** A refusal as answers in JSON hold it. */
export interface SaidRefusal {
  readonly cell: number
  readonly line: number
  readonly reason: string
  /** What a person can choose so that nothing is refused. */
  readonly wayOut?: string
}

/** The refusal with its reason as a sentence. */
export function saidRefusal({ cell, line, reason }: Refusal): SaidRefusal {
  return { cell, line, reason: reasonText(reason) }
}

/** The reason as part of a sentence: no capital, no stop. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'missing name':
      return missing([reason.name])
    case 'waiting cell':
      return `${missing(reason.names)}: cell ${reason.cell} does, and has not run since it was written or edited; run the cell again`
    case 'later cell':
      return `${missing(reason.names)}: cell ${reason.cell} does, and last ran after it; restart the kernel and run all cells in order`
    case 'cell below':
      return `${missing(reason.names)}: cell ${reason.cell} further down does`
    case 'deleted name':
      return `the name \`${reason.name}\` was deleted before it is used`
    case 'shown before':
      return `\`${reason.code}\` is what an earlier cell showed: a script doesn't have it`
    case 'await':
      return '`await` outside of a function: a script has no running event loop'
    case 'get_ipython':
      return 'a script has no `get_ipython`'
    case 'magic':
      return `a script has no \`${reason.magic}\` (get_ipython)`
    case 'captured':
      return `a script does not have what \`%%capture${reason.rest}\` kept`
    case 'session':
      return `\`%${reason.magic}\` shows what a session knows, and a script does not`
    case 'shown otherwise':
      return `cell ${reason.cell} sets \`ast_node_interactivity\` to '${reason.mode ?? 'what is not known'}', which a script doesn't have: write print() around what is to be shown`
    case 'shell expression':
      return 'the expression in the shell command is expanded by IPython'
    case 'module reloaded':
      return `\`%autoreload\` loads ${reason.module} anew when its file is written, and a script does not`
    case 'runs at any time':
      return `\`${reason.callee}\` runs a function at any time, which the slice can't follow`
    case 'memory by name':
      return `\`${reason.callee}\` is memory that is reached by its name, which the slice can't follow`
    case 'prints into file':
      return `\`${reason.callee}\` puts what is printed into a file, which the slice can't follow`
    case 'flags of arithmetic':
      return "the `flags` of a decimal context tell of all arithmetic before, which the slice can't follow"
    case 'no Python':
      return `the cell is no Python: ${reason.message}`
    case 'too much':
      return 'the notebook is too much work to follow from here on'
    case 'too deep':
      return 'the cell nests or calls too deeply to be followed'
  }
}

function missing(names: readonly string[]): string {
  return names.length === 1
    ? `no cell that ran before defines the name \`${names[0]!}\``
    : `no cell that ran before defines the names ${names.map((name) => `\`${name}\``).join(', ')}`
}
