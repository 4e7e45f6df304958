/** What calls do to a table of rows, as far as the predict path is concerned: data, by the last name of the callee. */

/** Methods that give the same values in another container. */
export const SAME_METHODS = new Set([
  'copy',
  'to_numpy',
  'toarray',
  'todense',
  'tocsr',
  'reset_index',
  'to_frame',
  'reshape',
  'ravel',
  'squeeze',
  'infer_objects',
  'convert_dtypes',
  // Of tensors.
  'float',
  'double',
  'long',
  'to',
  'cpu',
  'cuda',
  'numpy',
  'detach',
  'clone',
  'contiguous',
  'view',
  'unsqueeze',
  'flatten',
])

/** Attributes that do. */
export const SAME_ATTRIBUTES = new Set(['values', 'A'])

/** Functions whose first argument they give back, value for value. */
export const SAME_FUNCTIONS = new Set([
  'numpy.array',
  'numpy.asarray',
  'pandas.DataFrame',
  'pandas.Series',
  'scipy.sparse.csr_matrix',
  'numpy.ascontiguousarray',
  'numpy.float32',
  'torch.tensor',
  'torch.as_tensor',
  'torch.from_numpy',
  'torch.Tensor',
  'torch.FloatTensor',
  'torch.LongTensor',
])

/** Functions that join what a loop put into a list, batch by batch. */
export const PASSED_ON = new Set(['cat', 'concat', 'concatenate', 'hstack', 'vstack'])

/** Types of `astype` that change no number and no text; to float32 the graph rounds as well. */
export const SAME_TYPES =
  /^(float|int|['"](float|float32|float64|int|int64|category|object)['"]|np\.(float32|float64|int64))$/

/** Methods that pick rows or columns of a data frame. */
export const PICKING_METHODS = new Set([
  'drop',
  'dropna',
  'drop_duplicates',
  'query',
  'head',
  'tail',
  'sample',
  'filter',
  'select_dtypes',
  'sort_values',
  'sort_index',
  'nlargest',
  'nsmallest',
  'reindex',
])

/** Attributes whose index picks: `df.loc[rows, columns]`. */
export const PICKING_ATTRIBUTES = new Set(['loc', 'iloc'])

/** Functions that put their tables side by side; those of the second set do with `axis=1` only. */
export const SIDE_BY_SIDE = new Set(['numpy.hstack', 'numpy.column_stack', 'scipy.sparse.hstack'])
export const SIDE_BY_SIDE_ON_AXIS_1 = new Set(['numpy.concatenate', 'pandas.concat'])

/** Functions of one argument that work element by element and that a graph has, too. */
export const ELEMENTWISE = new Set(
  ['log1p', 'expm1', 'log', 'log2', 'log10', 'exp', 'sqrt', 'square', 'abs', 'absolute'].map(
    (name) => `numpy.${name}`,
  ),
)

/** Attributes of a table that are no column. */
export const NO_COLUMN = new Set([
  'T',
  'shape',
  'index',
  'columns',
  'dtypes',
  'size',
  'str',
  'dt',
  'cat',
  'plot',
])

/** Before a name it means the first value that the run saved of it (python/model_build.py). */
export const FIRST = '_first_'
