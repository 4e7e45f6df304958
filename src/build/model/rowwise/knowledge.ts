/** Which calls of pandas, numpy and Python give each row a value from that row alone: data, by name. */

function words(text: string): Set<string> {
  return new Set(text.trim().split(/\s+/))
}

/** Methods of a column or table whose other arguments are constants or values of the same rows. */
export const ROW_METHODS = words(`
  abs add apply applymap astype between clip copy div divide eq fillna floordiv ge gt isin isna isnull le lt map mask mod
  mul multiply ne notna notnull pow radd rdiv replace rmul round rsub rtruediv sub subtract to_frame to_numpy truediv
  where`)

/** Methods of a table that take all of a row together, with axis=1. */
export const ACROSS_METHODS = words(
  'all any apply count idxmax idxmin max mean median min nunique prod std sum var',
)

/** Methods behind `.str` whose result for a text depends on the text alone. */
export const TEXT_METHODS = words(`
  capitalize casefold center contains count endswith extract find findall fullmatch get isalnum isalpha isdecimal
  isdigit islower isnumeric isspace istitle isupper len ljust lower lstrip match normalize pad removeprefix
  removesuffix repeat replace rfind rjust rsplit rstrip slice slice_replace split startswith strip swapcase title
  upper wrap zfill`)

/** What `.dt` says about a date alone. */
export const DATE_PARTS = words(`
  year month day hour minute second microsecond dayofweek day_of_week weekday dayofyear day_of_year quarter
  days_in_month is_leap_year is_month_start is_month_end is_quarter_start is_quarter_end is_year_start is_year_end
  date time days seconds`)
export const DATE_METHODS = words('day_name month_name floor ceil round normalize total_seconds strftime')

/** numpy's functions that work element by element. */
export const NUMPY = words(`
  abs absolute add arccos arcsin arctan arctan2 around cbrt ceil clip cos cosh deg2rad degrees divide equal exp exp2
  expm1 fabs floor floor_divide fmax fmin fmod greater greater_equal hypot invert isclose isfinite isin isinf isnan
  isnat less less_equal log log10 log1p log2 logical_and logical_not logical_or logical_xor maximum minimum mod
  multiply nan_to_num negative not_equal power rad2deg radians remainder rint round select sign sin sinh sqrt square
  subtract tan tanh true_divide trunc where`)

/** pandas' functions that do. */
export const PANDAS = words('isna isnull notna notnull to_numeric')

/** Builtins that compute a value and touch nothing else. */
export const BUILTINS = words(`
  abs all any bool bytes chr complex dict divmod enumerate filter float format frozenset hex int isinstance len list
  map max min oct ord pow range repr reversed round set sorted str sum tuple type zip`)

/** Modules whose functions compute a value and touch nothing else. */
export const PURE_MODULES = /^(math|re|string|unicodedata|datetime|fractions|decimal|textwrap)\./

/** Methods that change the object that they are called on, or reach outside. */
export const CHANGING_METHODS = words(`
  add append clear close discard extend fill insert intersection_update pop popitem put read readline remove reverse
  seek send setdefault sort symmetric_difference_update to_csv update write`)

/** Types of `astype` that mean the same for any rows. */
export const FIXED_TYPES =
  /^(int|float|str|bool|object|(np|numpy)\.(u?int(8|16|32|64)|float(32|64)|bool_|str_|object_)|['"](u?int(8|16|32|64)?|float(32|64)?|str|string|bool|boolean|object|Int(8|16|32|64)|Float(32|64))['"])$/

/** Attributes of a table or column that are no column. */
export const TABLE_WORDS = words(`
  T at axes columns cumsum cumprod dt describe diff dtype dtypes empty expanding fit groupby iat iloc index info items
  loc mode ndim nlargest pct_change pivot quantile rank rolling sample shape shift size skew sort_values str style
  transform unique value_counts values`)

/** Calls that pick rows or columns of a table, or hand it on: they make no feature. */
export const PICKING = words(`
  copy drop dropna drop_duplicates filter head iloc loc nlargest nsmallest pop query reindex reset_index sample
  select_dtypes set_index sort_index sort_values tail train_test_split`)

/** Calls that make features from what they learned of other rows, and that a graph may hold. */
export const FITTED = /(^|\.)(transform|fit_transform|get_dummies|hstack|column_stack|to_numpy)$/
