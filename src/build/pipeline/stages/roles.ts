/** What a statement does in a pipeline, by what it calls: data, and the questions to it. */
import type { Analysis } from '../../analysis/program.ts'
import { childOf, descendants, type SyntaxNode } from '../../analysis/syntax.ts'
import { isImport, type Unit } from './units.ts'

const READERS =
  /^(pandas|polars|geopandas|cudf|pd|pl)\.(read_|scan_)|^sklearn\.datasets\.|^numpy\.(load|loadtxt|genfromtxt|fromfile)$|^seaborn\.load_dataset$|^(json|pickle|joblib)\.load$|^(scipy\.io\.loadmat|sqlite3\.connect|open|requests\.get|urllib\.request\.)|^(torchvision|keras|tensorflow\.keras)\.datasets\.|^datasets\.load_dataset$/

const FEATURE_LIBRARIES =
  /^sklearn\.(preprocessing|feature_extraction|feature_selection|decomposition|impute|compose|random_projection|manifold|kernel_approximation)\b|^sklearn\.model_selection\.(train_test_split|ShuffleSplit|GroupShuffleSplit)|^(category_encoders|imblearn)\b/

const FEATURE_CALLS = new Set([
  'fit_transform',
  'transform',
  'fit_resample',
  'train_test_split',
  'get_dummies',
  'factorize',
  'cut',
  'qcut',
])

/** What else may be made of rows: a function that fits and predicts may be one that makes a feature. */
const METRICS = /^sklearn\.metrics\.|(^|\.)score$/

const FITS = /(^|\.)fit$/

const JUDGES = /^sklearn\.metrics\.|(^|\.)(score|predict|predict_proba|decision_function)$/

const TARGETS = /^(X|Y|x|y)(_|\d|$)|^(features?|targets?|labels?)(_|$)/

/** Whether a statement brings data in: reads a file, makes a data set, takes it from a package. */
export function loads(unit: Unit, dataImports: ReadonlySet<string>): boolean {
  return (
    allCalls(unit).some((callee) => READERS.test(callee)) ||
    // A package hands out its data as it is imported.
    (isImport(unit.statement.node) && [...unit.defines].some((name) => dataImports.has(name))) ||
    [...unit.uses].some((name) => dataImports.has(name))
  )
}

/** Names that an import binds to data, not to code: what is subscripted as it comes. */
export function dataImportsOf(units: readonly Unit[], imported: ReadonlySet<string>): Set<string> {
  const found = new Set<string>()
  // Imports whose object is changed later stand in a stage, not among those that are shared.
  const own = units.filter(({ statement }) => isImport(statement.node)).flatMap(({ defines }) => [...defines])
  const names = new Set([...imported, ...own])
  for (const unit of units)
    for (const node of unit.nodes)
      for (const each of descendants(node)) {
        const value = each.type === 'subscript' ? childOf(each, 'value') : undefined
        if (value?.type === 'identifier' && names.has(value.text)) found.add(value.text)
      }
  return found
}

/** Its own calls, and those within the functions that it calls; not those within the functions that it defines. */
export function allCalls({ calls, callsWithin }: Unit): string[] {
  return [...calls, ...callsWithin].map(({ callee }) => callee)
}

/** Whether a statement fits models and judges them: a choice among several. */
export function triesModels(unit: Unit): boolean {
  const fits = (callees: readonly string[]) =>
    callees.some((callee) => FITS.test(callee) && !FEATURE_LIBRARIES.test(callee))
  const own = unit.calls.map(({ callee }) => callee)
  if (fits(own) && own.some((callee) => JUDGES.test(callee))) return true
  const all = allCalls(unit)
  return fits(all) && all.some((callee) => METRICS.test(callee))
}

/** Whether a statement makes what the model learns from: encodes, scales, splits, takes columns apart. */
export function makesFeatures(unit: Unit, analysis: Analysis): boolean {
  if (
    allCalls(unit).some(
      (callee) => FEATURE_LIBRARIES.test(callee) || FEATURE_CALLS.has(callee.split('.').at(-1)!),
    )
  )
    return true
  if ([...unit.defines].some((name) => TARGETS.test(name))) return true
  return selectsColumns(unit, analysis)
}

/** `rows = frame[['a', 'b']]`, `truth = frame['target']`, `rest = frame.drop(columns=...)` under a new name. */
function selectsColumns({ statement, defines }: Unit, analysis: Analysis): boolean {
  const value =
    childOf(statement.node.parts[0] ?? statement.node, 'right') ?? childOf(statement.node, 'right')
  if (value === undefined || statement.children.length > 0) return false
  const base = [...descendants(value)].find((node) => node.type === 'identifier')?.text ?? ''
  if (defines.has(base) || !/DataFrame/.test((analysis.types.get(base) ?? []).join())) return false
  if (value.type === 'subscript') return childOf(value, 'subscript')?.type.match(/^(string|list)$/) != null
  return value.type === 'call' && isDropOfColumns(value)
}

function isDropOfColumns(call: SyntaxNode): boolean {
  const callee = childOf(call, 'function')!
  return /\.(drop|pop)$/.test(callee.text) && /columns\s*=|axis\s*=\s*(1|'columns')|\.pop\b/.test(call.text)
}

const ROW_CHANGES = new Set([
  'dropna',
  'drop_duplicates',
  'query',
  'head',
  'tail',
  'sample',
  'nlargest',
  'nsmallest',
  'truncate',
  'merge',
  'join',
  'concat',
  'groupby',
  'explode',
  'melt',
  'pivot_table',
])

/** Whether a statement decides which rows there are: reads them, filters, joins. */
export function changesRows(unit: Unit, dataImports: ReadonlySet<string>): boolean {
  // A function that reads may also make columns, which rows that come later don't have.
  if (loads({ ...unit, callsWithin: [] }, dataImports)) return true
  if (unit.calls.some(({ callee }) => ROW_CHANGES.has(callee.split('.').at(-1)!))) return true
  return unit.nodes.some((node) =>
    [...descendants(node)].some(
      (each) =>
        each.type === 'subscript' &&
        /^(comparison_operator|boolean_operator|not_operator|unary_operator|binary_operator|slice)$/.test(
          childOf(each, 'subscript')?.type ?? '',
        ) &&
        each.parent?.field !== 'left',
    ),
  )
}
