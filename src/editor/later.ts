/**
 * What is loaded with the first command or project, as one file: every shared file that the bundler would cut between
 * these costs the extension host's loader a few milliseconds when the editor starts.
 */
export * as build from './actions/build.ts'
export * as deployment from './actions/deploy.ts'
export * as install from './actions/install.ts'
export * as learn from './actions/learn.ts'
export * as look from './actions/look.ts'
export * as order from './actions/order.ts'
export * as timebox from './actions/timebox.ts'
export * as surroundings from './notebook/surroundings.ts'
export * as panel from './dashboard/panel.ts'
export * as python from './interpreter.ts'
export * as reader from './project/reader.ts'
