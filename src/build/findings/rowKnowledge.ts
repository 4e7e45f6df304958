/** What library calls do to the rows of a table, and what they learn from them: data, by the last name of the callee. */

import { argument } from '../analysis/evaluation/shapes.ts'
import type { SyntaxNode } from '../analysis/syntax.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Methods of a table that keep all of its rows. */
export const KEEPING_METHODS = words(`
  copy fillna astype to_numpy reset_index set_index rename assign replace apply map applymap clip round abs sort_values
  sort_index select_dtypes filter reindex ravel reshape flatten toarray todense tocsr squeeze interpolate bfill ffill
  isna isnull notna notnull shift diff rank cumsum add sub mul div divide multiply subtract pow to_frame infer_objects
  convert_dtypes mask where transform str lower upper strip split len get isin between eq ne gt lt ge le dot pop
  add_prefix add_suffix insert numpy float int long double cpu to unsqueeze tolist`)

/** Methods that pick some rows. */
export const PICKING_METHODS = words(`
  sample head tail query dropna drop_duplicates nlargest nsmallest truncate xs get_group take first last`)

/** Functions of libraries that keep the rows of their first argument. */
export const KEEPING_FUNCTIONS = words(`
  array asarray DataFrame Series get_dummies nan_to_num to_numeric to_datetime log log1p log10 log2 exp expm1 sqrt
  square abs absolute where clip cut astype csr_matrix shuffle tensor from_numpy FloatTensor Tensor list tuple
  expand_dims squeeze reshape ravel concat concatenate hstack vstack column_stack c_ merge_ordered`)

/** Functions whose first argument is a sequence of tables. */
export const JOINING_FUNCTIONS = words('concat concatenate hstack vstack column_stack')

/** Whether such a call puts tables one below the other, and not side by side. */
export function joinsRows(name: string, call: SyntaxNode): boolean {
  if (name === 'vstack') return true
  return /^concat(enate)?$/.test(name) && /^(0|['"]index['"]|)$/.test(argument(call, 1, ['axis'])?.text ?? '')
}

/** Methods that take values for their rows from an argument. */
export const TAKING_METHODS = words('fillna sub div map replace merge join assign where mask clip add mul')

/** Numbers about all rows of a table: what `(X - X.mean()) / X.std()` learns. */
export const AGGREGATES = words(
  'mean median std var min max quantile percentile mode nanmean nanmedian nanstd nanmin nanmax nanpercentile',
)

/** Functions that learn from the rows that they transform. */
export const LEARNING_FUNCTIONS = words(
  'scale minmax_scale maxabs_scale robust_scale quantile_transform power_transform zscore qcut',
)

/** What uses the target, besides the rows. */
export const SUPERVISED =
  /^(SelectKBest|SelectPercentile|SelectFromModel|RFE|RFECV|SequentialFeatureSelector|(Target|LeaveOneOut|CatBoost|JamesStein|MEstimate|WOE|GLMM)Encoder|LinearDiscriminantAnalysis|PLS\w+|\w*SMOTE\w*|ADASYN|RandomOverSampler)$/

/** Transformers that learn nothing from rows but their number of columns. */
export const STATELESS = words(`
  Normalizer Binarizer FunctionTransformer HashingVectorizer FeatureHasher PolynomialFeatures AdditiveChi2Sampler
  LabelEncoder LabelBinarizer MultiLabelBinarizer`)

/** Those learn nothing either where they were made with such an option. */
export const LEARNS_NOTHING_WITH: ReadonlyMap<string, readonly [option: string, value: RegExp]> = new Map([
  ['SimpleImputer', ['strategy', /constant/]],
  ['OneHotEncoder', ['categories', /^(?!['"]auto)./]],
  ['OrdinalEncoder', ['categories', /^(?!['"]auto)./]],
])

/** Encoders that learn which categories there are, and nothing about how the rows spread over them. */
export const CATEGORY_ENCODERS = words(
  'OneHotEncoder OrdinalEncoder DictVectorizer BinaryEncoder BaseNEncoder',
)

/** Names of parts that tell two pieces of one object apart: `data.train`, `data['test']`. */
export const PART_NAME = /train|test|valid|val\b|eval|hold|dev\b/i
