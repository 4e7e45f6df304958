/** What methods and attributes of library types do. A type that is not here is unknown. */
import { BOOSTER, BOOSTER_METHODS, BOOSTING_SET, BOOSTING_SET_METHODS } from './boosting.ts'
import { type Effect, effect, entries } from './effect.ts'
import { lookingEffect } from './looking.ts'
import { STATSMODELS_DATA, STATSMODELS_METHODS } from './statsmodels.ts'

type Methods = ReadonlyMap<string, string>
const table = (...rows: [string, string][][]): Methods => new Map(rows.flat())

/** `*` speaks for the methods that are not named. */
const LIST = table(
  entries('changes self stores arguments gives none', 'append insert appendleft add'),
  entries('changes self stores elements gives none', 'extend extendleft'),
  entries('changes self gives elements', 'pop popleft'),
  entries('changes self gives none', 'clear reverse discard rotate'),
  entries('changes self gives none compares', 'remove'),
  entries('changes self gives none calls', 'sort'),
  entries('gives shallow', 'copy'),
  entries('gives scalar compares', 'index count'),
  entries('gives none', '__enter__ __exit__'),
)

const DICT = table(
  entries('gives elements', 'get'),
  entries('gives pairs', 'items'),
  entries('gives values', 'values'),
  entries('gives keys', 'keys elements'),
  entries('gives shallow', 'copy'),
  entries('changes self stores arguments gives elements', 'setdefault'),
  entries('changes self stores elements gives none', 'update subtract'),
  entries('changes self gives elements', 'pop popitem'),
  entries('changes self gives none', 'clear move_to_end'),
  entries('gives list', 'most_common'),
  entries('gives scalar', 'total'),
)

const SET = table(
  [...LIST],
  entries(
    'changes self stores elements gives none',
    'update intersection_update difference_update symmetric_difference_update',
  ),
  entries('gives set', 'union intersection difference symmetric_difference'),
  entries('gives scalar', 'issubset issuperset isdisjoint'),
)

/** Tables, columns and arrays: numpy's and pandas' in one, since one often comes out where the other went in. */
const DATA = table(
  entries('gives same', '*'),
  entries(
    'changes self gives none',
    'isetitem setdiag sum_duplicates eliminate_zeros sort_indices prune update sort fill put itemset setfield setflags resize backfill_ clear append_ extend',
  ),
  // `column.str.partition(' ')` gives a table.
  entries('changes self gives same', 'pop insert partition'),
  entries('changes self gives same holds', 'byteswap'),
  // Where to write may be given by position.
  entries('gives same changes 1', 'round dot any all min max argmin argmax choose'),
  entries('gives same changes 2', 'clip cumsum cumprod sum mean std var prod take compress'),
  entries('gives same changes 4', 'trace'),
  entries(
    'gives same holds',
    'reshape ravel view squeeze swapaxes transpose diagonal set_axis_ rename_axis_ swaplevel to_numpy set_flags getfield get_level_values to_flat_index conj conjugate',
  ),
  entries('gives scalar', 'item equals all_ keys tobytes tostring'),
  entries('gives scalar writes 0 heeds how_objects_print', 'to_string to_markdown to_html to_latex'),
  entries('gives list', 'tolist to_list align divmod rdivmod'),
  entries('gives dict', 'to_dict'),
  entries('gives same objects', 'split rsplit findall'),
  entries('gives json writes 0', 'to_json'),
  entries('gives iterator', 'items iterrows itertuples iteritems'),
  entries('gives pandas.GroupBy holds', 'groupby rolling expanding resample ewm'),
  entries('gives plot plots', 'plot hist boxplot'),
  entries('gives same draws numpy unless random_state', 'sample'),
  entries('gives none shows writes 1', 'info'),
  entries(
    'gives none writes 0',
    'to_csv to_excel to_parquet to_feather to_pickle to_hdf to_stata to_xml tofile dump to_orc',
  ),
  entries('gives none changes 1', 'to_sql'),
  entries('gives same piped', 'pipe'),
  entries('gives text heeds how_objects_print', '__str__ __repr__'),
  entries('gives self', '__enter__'),
)

const GROUPBY = table(
  entries('gives pandas.DataFrame', '*'),
  entries('gives pandas.DataFrame objects', 'unique'),
  entries('gives pandas.GroupBy holds', 'rolling expanding resample ewm'),
  entries('gives plot plots', 'plot hist boxplot'),
  entries('gives pandas.DataFrame draws numpy unless random_state', 'sample'),
)

const ESTIMATOR = table(
  entries('changes deep replaces gives self calls', 'fit'),
  entries('changes deep gives self calls', 'partial_fit update add_metric load_model set_config'),
  entries('changes parameters gives self calls', 'set_params set_output set_fit_request set_score_request'),
  entries('changes deep replaces gives data calls', 'fit_transform fit_predict fit_resample fit_sample'),
  entries(
    'gives data calls',
    'transform predict predict_proba predict_log_proba decision_function inverse_transform score_samples apply mahalanobis',
  ),
  entries(
    'gives scalar calls',
    'log_marginal_likelihood get_n_splits get_feature_names_out get_feature_names get_support get_depth get_n_leaves bic aic perplexity get_booster get_metadata_routing cost_complexity_pruning_path decision_path __sklearn_tags__ get_feature_importance',
  ),
  // They compute one step after the other, as somebody asks.
  entries(
    'gives unknown holds calls',
    'staged_predict staged_predict_proba staged_decision_function staged_score',
  ),
  entries('gives number calls', 'score'),
  entries('gives data calls draws numpy unless random_state', 'sample sample_y'),
  entries('gives list calls', 'kneighbors radius_neighbors'),
  entries('gives dict holds calls', 'get_params get_xgb_params evals_result'),
  entries('gives data calls', 'kneighbors_graph build_analyzer build_tokenizer build_preprocessor'),
  entries('gives folds calls draws numpy unless random_state', 'split'),
  entries('gives none writes 0', 'save_model save'),
  entries('gives none plots', 'plot'),
)

const GENERATOR = table(
  // Two may draw from one stream: `Generator(bits)`, `default_rng(rng)`.
  entries('changes self changes deep gives data', '*'),
  entries('changes self changes deep changes 0 gives none', 'shuffle'),
  // Where to write may be given by position.
  entries('changes self changes deep changes 2 gives data', 'random standard_normal'),
  entries('changes self changes deep changes 3 gives data', 'standard_exponential standard_gamma'),
  entries('changes self changes deep gives streams', 'spawn jumped'),
)

/** Whoever draws from a generator that was seeded by one leaves it as it was; children are counted. */
const SEEDS = table(entries('gives data', '*'), entries('changes self gives seed_sequences', 'spawn'))

const FILE = table(
  entries('changes self gives text', '*'),
  entries('changes self gives list', 'readlines'),
  entries('changes self changes 0 gives number', 'readinto readinto1'),
  entries('gives self', '__enter__'),
  entries('changes self gives none', '__exit__ close flush'),
  entries('gives unknown holds', 'fileno'),
  entries('gives scalar', 'readable writable seekable tell closed'),
)

const PLOT = table(
  entries('plots gives plot', '*'),
  entries(
    'plots gives none',
    'show tight_layout grid subplots_adjust clear cla clf set_xscale set_yscale tick_params set_axis_off invert_yaxis invert_xaxis autofmt_xdate set_xlim_ minorticks_on margins autoscale suptitle_',
  ),
  entries('plots gives pictured', 'hist hist2d boxplot hexbin'),
  entries('asks gives none writes 0', 'savefig write_html write_image'),
)

/** Integrals in many dimensions are estimated by points that are drawn. */
const MULTIVARIATE = table(
  entries('gives data calls draws any', 'cdf logcdf'),
  entries('gives data calls', 'pdf logpdf entropy'),
)

const DATABASE = table(
  entries('changes self gives cursor holds', 'execute executemany executescript'),
  entries('gives cursor holds', 'cursor'),
  entries('changes self gives none', 'commit rollback close __exit__'),
  entries('gives self', '__enter__'),
)
const CURSOR = table(
  entries('changes deep gives self', 'execute executemany executescript'),
  entries('changes self gives list', 'fetchall fetchmany'),
  entries('changes self gives data', 'fetchone'),
  entries('changes self gives none', 'close'),
)
const BUNCH = table(entries('gives scalar', '*'), entries('changes self', 'update pop setdefault'))
const JSON_DATA = table([...LIST], [...DICT])
/** What scikit-learn draws: what it was made of is there to be read, the drawing hangs on `ax_`, `figure_` and their like. */
const DISPLAY = table(entries('plots gives self', '*'))
const NOTHING = table(entries('gives scalar', '*'))

const TYPES: ReadonlyMap<string, Methods> = new Map([
  ['list', LIST],
  ['tuple', LIST],
  ['collections.deque', LIST],
  ['bytearray', LIST],
  ['set', SET],
  ['dict', DICT],
  ['collections.defaultdict', DICT],
  ['collections.OrderedDict', DICT],
  ['collections.Counter', DICT],
  ['json', JSON_DATA],
  ['pandas.DataFrame', DATA],
  ['pandas.GrowingFrame', DATA],
  ['pandas.Series', DATA],
  ['pandas.Index', DATA],
  ['pandas.GroupBy', GROUPBY],
  ['numpy.ndarray', DATA],
  ['data', DATA],
  ['generator of numbers', GENERATOR],
  ['seed sequence', SEEDS],
  ['file', FILE],
  ['plot', PLOT],
  ['sklearn.Bunch', BUNCH],
  ['multivariate_distribution', MULTIVARIATE],
  ['database', DATABASE],
  ['cursor', CURSOR],
  ['sklearn.Display', DISPLAY],
  ['statsmodels', table(...STATSMODELS_METHODS)],
  [
    'exception',
    table(
      entries('gives scalar', '*'),
      entries('changes self stores arguments gives self', 'add_note with_traceback __setstate__'),
    ),
  ],
  ['decimal.Decimal', table(entries('gives decimal.Decimal heeds the_decimal_context', '*'))],
  [BOOSTING_SET, table(...BOOSTING_SET_METHODS)],
  [BOOSTER, table(...BOOSTER_METHODS)],
  ['suppress', NOTHING],
  ['redirect', NOTHING],
])

/** Special methods of data that write into it (`__iadd__`) or give a view of it (`__getitem__`): all but those of operators. */
const ODD =
  /^__(?!(?:r?(?:add|sub|mul|truediv|floordiv|mod|pow|matmul|and|or|xor)|eq|ne|lt|le|gt|ge|neg|pos|invert|abs|len|contains|bool|float|int|format|hash)__$)\w+__$/

/** What a method does; undefined: unknown. */
export function methodEffect(type: string, isEstimator: boolean, name: string): Effect | undefined {
  const methods = isEstimator ? ESTIMATOR : TYPES.get(type)
  if (!methods) return lookingEffect(name)
  const entry = methods.get(name) ?? (methods === DATA && ODD.test(name) ? undefined : methods.get('*'))
  return entry === undefined ? undefined : effect(entry)
}

/** Whether the tables speak of the type, by its full name. */
export function isKnownType(type: string): boolean {
  return TYPES.has(type)
}

/** Whether it is a table or an array, which share the methods of data. */
export function isData(type: string): boolean {
  return TYPES.get(type) === DATA
}

/** Methods by which figures and their parts say how they were drawn, settings and all. */
export const ASKS_PLOT = /^(?:get|is_|has_|contains|viewLim|dataLim)/

/** Functions that begin a figure, or end it, and leave the others as they are. */
export const MAKES_FIGURE = /\.(?:figure|subplots?|subplot_mosaic|close|show|savefig|draw)$/

/** Python's own objects that hold others and change. */
export const CONTAINER = /^(?:list|dict|set|collections\.\w+)$/

type AttributeKind =
  | 'self'
  | 'reads'
  | 'rows'
  | 'column'
  | 'array'
  | 'bound'
  | 'key'
  | 'plot'
  | 'drawn'
  | 'part'
  | 'parts'
  | 'unknown'

const DATA_READS = new Set(
  'shape size ndim dtype dtypes columns empty nbytes itemsize strides is_unique hasnans name names axes levels'.split(
    ' ',
  ),
)
const DATA_SELF = new Set('T str dt cat sparse flags flat real imag base array style values'.split(' '))
const INDEXERS = new Set(['loc', 'iloc', 'at', 'iat', 'ix'])

/** What reading an attribute of a library object gives. */
export function attributeKind(type: string, isEstimator: boolean, name: string): AttributeKind {
  if (isEstimator && /^(?:\w+_)?estimator_$/.test(name)) return 'part'
  if (isEstimator && name === 'estimators_') return 'parts'
  if (isEstimator)
    return name.endsWith('_') && !/estimator|steps|transformer/.test(name)
      ? 'array'
      : ESTIMATOR.has(name)
        ? 'bound'
        : 'unknown'
  if (isData(type)) {
    if (INDEXERS.has(name)) return 'bound'
    if (name === 'plot') return 'plot'
    if (name === 'index') return 'rows'
    if (DATA_READS.has(name)) return 'reads'
    if (name === 'values' && type === 'pandas.DataFrame') return 'array'
    if (DATA_SELF.has(name)) return 'self'
    if (type === 'pandas.DataFrame') return isMethod(name) ? 'bound' : 'column'
    return DATA.has(name) ? 'bound' : isMethod(name) ? 'bound' : 'self'
  }
  // What was grouped is there, too.
  if (type === 'pandas.GroupBy') return name === 'obj' ? 'unknown' : 'self'
  if (type === 'exception' || (type === 'file' && /^(?:buffer|raw)$/.test(name))) return 'unknown'
  if (type === 'plot') return 'drawn'
  if (type === 'sklearn.Display') return name === 'plot' ? 'bound' : name.endsWith('_') ? 'drawn' : 'array'
  if (type === 'statsmodels' && STATSMODELS_DATA.test(name)) return 'array'
  if (type === 'sklearn.Bunch') return 'array'
  if (type === 'generator of numbers' && name.endsWith('bit_generator')) return 'self'
  if (type === 'generator of numbers' && /^(?:state|seed_seq)$/.test(name)) return 'reads'
  if (type === 'types.SimpleNamespace') return 'key'
  if (type === 'multivariate_distribution') return MULTIVARIATE.has(name) ? 'bound' : 'unknown'
  if (type === BOOSTING_SET || type === BOOSTER)
    return TYPES.get(type)!.has(name)
      ? 'bound'
      : /^best_(?:iteration|score)$/.test(name)
        ? 'reads'
        : 'unknown'
  const methods = type === 'statsmodels' ? undefined : TYPES.get(type)
  // A member of an enumeration is known by its value.
  if (methods && /^_?value_?$/.test(name) && CONTAINER.test(type)) return 'self'
  if (methods) return methods.has(name) || methods.has('*') || SPECIAL.test(name) ? 'bound' : 'reads'
  return 'unknown'
}

/** `add = names.__setitem__`: what an operator runs, asked for by its name. */
const SPECIAL = /^__(?!class|doc|dict|module)\w+__$/

const METHODS = new Set(
  `abs add agg aggregate align all any apply applymap asfreq asof assign astype at_time between between_time bfill
   clip combine combine_first compare convert_dtypes copy corr corrwith count cov cummax cummin cumprod cumsum describe
   diff div divide dot drop drop_duplicates droplevel dropna duplicated eq equals eval ewm expanding explode ffill
   fillna filter first floordiv ge get groupby gt head idxmax idxmin infer_objects info insert interpolate isin isna
   isnull items iterrows itertuples join keys kurt kurtosis last le lt map mask max mean median melt memory_usage merge
   min mod mode mul multiply ne nlargest notna notnull nsmallest nunique pct_change pipe pivot pivot_table plot pop pow
   prod product quantile query radd rank reindex rename replace resample reset_index rolling round sample select_dtypes
   sem set_axis set_index shift skew sort_index sort_values squeeze stack std sub subtract sum swapaxes tail take
   to_csv to_dict to_excel to_json to_list to_numpy to_parquet to_pickle to_sql to_string tolist transform transpose
   truediv truncate tz_convert tz_localize unique unstack update value_counts var where xs hist boxplot`.split(
    /\s+/,
  ),
)

function isMethod(name: string): boolean {
  return METHODS.has(name)
}
