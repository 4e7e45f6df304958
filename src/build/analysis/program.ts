/**
 * What the analysis of a notebook yields: its executed statements in order, and which needs which.
 *
 * The executed cells are one straight-line program. A compound statement (`if`, `for`, `with`, `try` ...) is a
 * statement, and so is each statement of its body (`parent`); a `def` or `class` is one statement with its body.
 */
import type { CellOrder } from '../../iteration/record.ts'
import type { Cell, Notebook } from '../notebook/notebook.ts'
import type { Refusal } from './refusal.ts'
import type { SyntaxNode } from './syntax.ts'

/** Position in the order of execution, from 0; a body's statements follow their compound statement. */
export type StatementId = number

export interface Statement {
  readonly id: StatementId
  /** Index of its cell among all cells of the file. */
  readonly cell: number
  /** 1-based and inclusive in the cell; a compound statement's whole extent. */
  readonly startLine: number
  readonly endLine: number
  /** As written in the cell, without its indentation. Magics are already Python. */
  readonly source: string
  /** tree-sitter's type: `assignment`, `expression_statement`, `for_statement`, `function_definition` ... */
  readonly kind: string
  readonly node: SyntaxNode
  /** The compound statement in whose body it stands, and how deep; 0 at the level of the cell. */
  readonly parent: StatementId | null
  readonly depth: number
  readonly children: readonly StatementId[]
  /** Names of the notebook that it binds, also inside functions that it calls: sorted. */
  readonly defines: readonly string[]
  /** Names of the notebook that it reads, with the statements whose binding may reach it here. */
  readonly reads: readonly Read[]
  /** Names of the notebook whose objects it changes, or may change (`certain: false`). */
  readonly changes: readonly Change[]
  /** State that no name holds, which it asks for or changes. */
  readonly hidden: { readonly asks: ReadonlySet<HiddenState>; readonly changes: ReadonlySet<HiddenState> }
  /** Files whose names are known, as seen from the notebook's folder. */
  readonly files: {
    /** Whether it surely reads them where it runs, by path. */
    readonly reads: ReadonlyMap<string, boolean>
    readonly writes: ReadonlySet<string>
  }
  /** What the statement calls where that is known, as dotted names: `sklearn.linear_model.LogisticRegression`, `fit`. */
  readonly calls: readonly Call[]
  /** What the notebook's functions call that it calls: these stand where the functions are defined. */
  readonly callsWithin: readonly Call[]
  /** Whether it prints or displays something when it runs. */
  readonly shows: 'no' | 'maybe' | 'yes'
}

/** The random streams, the files, what was drawn, the environment, or a setting by its name: `working folder`, `how numpy prints`. */
export type HiddenState = 'random' | 'files' | 'figures' | 'environment' | (string & {})

export interface Read {
  readonly name: string
  readonly definitions: readonly StatementId[]
  /** Where in the statement; the call when a called function reads it. */
  readonly node: SyntaxNode
}

export interface Change {
  readonly name: string
  readonly certain: boolean
}

export interface Call {
  /** Full dotted name of a library function or class; `.method` of an object; name of a notebook's function. */
  readonly callee: string
  /** Type of the receiver of a method, where known: `pandas.DataFrame`, `sklearn.linear_model.LogisticRegression`. */
  readonly receiver: string | null
  readonly node: SyntaxNode
}

/** `needs` can't run right without `needed`. */
export interface Dependence {
  readonly needs: StatementId
  readonly needed: StatementId
  /** Through what, in words: `df`, `column 'age' of df`, `numpy's random stream`, `the file 'cars.csv'`, `if`. */
  readonly through: string
  /** false: it is kept because nothing better could be known. */
  readonly certain: boolean
  /** Offsets in the cell of the expression of `needs` that needs it. */
  readonly start: number
  readonly end: number
}

export interface Analysis {
  readonly notebook: Notebook
  /** The cells that count, in order of execution. */
  readonly order: readonly Cell[]
  /** By what that order was told. */
  readonly readIn: CellOrder
  readonly statements: readonly Statement[]
  /** What a statement needs, in the order in which it was seen; made when it is asked for. */
  readonly needsOf: (id: StatementId) => readonly Dependence[]
  /** Things that stop a slice which needs the statement; by statement. */
  readonly obstacles: ReadonlyMap<StatementId, readonly Refusal[]>
  /** About the whole notebook: oddities of its execution order, cells that raised. */
  readonly warnings: readonly string[]
  /** The first statement that was too much work to follow: it and all after it need all before. null: all were followed. */
  readonly unfollowedFrom: StatementId | null
  /** Types of the objects that a name may hold when all cells have run: `pandas.DataFrame`. */
  readonly types: ReadonlyMap<string, readonly string[]>
}

export interface SyntaxIssue {
  /** 1-based, in the text that was checked. */
  readonly line: number
  readonly message: string
}

/** What an interpreter says of the cells' texts. */
interface Judgement {
  /** Of its `ast.parse` on each text: null where it accepts. */
  readonly faults: readonly (SyntaxIssue | null)[]
  readonly versions: Versions
}

/** Of installed packages, by import name. Unknown ones are treated conservatively. */
export type Versions = Readonly<Record<string, string>>

export interface AnalysisOptions {
  /** A cell that counts even if it never ran: the one asked for. It runs last, then. */
  readonly cell?: number
  /** `file`: as if the cells ran from top to bottom, because a person asked for it; `counts` otherwise. */
  readonly order?: CellOrder
  /**
   * Asks the interpreter that runs the notebook. Without it, and where it resolves to null since there is none, tree-sitter
   * alone decides about the syntax.
   */
  readonly judge?: (sources: readonly string[]) => Promise<Judgement | null>
  /** Versions of installed packages, whatever the interpreter says: `{ pandas: '3.1.0' }`. */
  readonly versions?: Versions
  /** Modules in the notebook's folder, by import name: whatever library is named like one, the notebook imports its own. */
  readonly beside?: readonly string[]
}

/** What a slice must still compute. */
export type Criterion =
  /** What the cell shows: its prints and the value of its last expression. */
  | { readonly cell: number }
  /** Whole statements, as if each were needed. */
  | { readonly statements: readonly StatementId[] }
  /** Only the values of expressions inside statements: a metric inside a `print`. Their statements are not kept. */
  | {
      readonly expressions: readonly { readonly statement: StatementId; readonly node: SyntaxNode }[]
      /** Whole statements besides, and ones that are left out whatever needs them: a run has shown that it is right. */
      readonly also?: readonly StatementId[]
      readonly without?: readonly StatementId[]
      /** Needs that no metric has: a name in code that never runs. */
      readonly named?: readonly Dependence[]
    }

export interface KeptLines {
  /** 1-based and inclusive in the cell. */
  readonly startLine: number
  readonly endLine: number
}

export interface Slice {
  readonly criterion: Criterion
  /** Kept statements in order of execution; a kept body's compound statement is kept too. */
  readonly statements: readonly StatementId[]
  readonly cells: readonly { readonly cell: number; readonly statements: readonly KeptLines[] }[]
  /** A script that shows what the criterion cell shows; for other criteria the kept statements, which show nothing. */
  readonly source: string
  readonly refusals: readonly Refusal[]
  readonly warnings: readonly string[]
  /** For each kept statement, which later ones need it and through what. Empty for the criterion itself. */
  readonly because: ReadonlyMap<StatementId, readonly Dependence[]>
}
