/** From a dependence graph and a criterion to the statements that the criterion needs. */
import type { Analysis, Criterion, Slice } from './program.ts'

export declare function sliceOf(analysis: Analysis, criterion: Criterion): Slice
