import type { CommandId } from '../../contributions.ts'

/** One line of a tree, as plain data. */
export interface Row {
  /** Stays the same while its content changes, so that what is open stays open. */
  readonly id: string
  readonly label: string
  readonly description?: string
  readonly tooltip?: string
  /** Name of a codicon. */
  readonly icon?: string
  /** Only for what needs the person: red for a failure, yellow for a drift alarm. */
  readonly tone?: 'bad' | 'alarm'
  /** What `when` clauses of the row's menus ask for. */
  readonly kind?: string
  readonly open?: boolean
  readonly command?: { readonly id: CommandId; readonly args?: readonly unknown[] }
  readonly children?: readonly Row[]
}
