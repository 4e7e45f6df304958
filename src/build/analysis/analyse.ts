/** From a notebook to its dependence graph. */
import type { Notebook } from '../notebook/notebook.ts'
import type { Analysis, AnalysisOptions } from './program.ts'

/** @throws Problem when the parser can't be loaded */
export declare function analyse(notebook: Notebook, options?: AnalysisOptions): Promise<Analysis>
