/** What pandas does. */
import { entries } from './effect.ts'

const prefixed = (prefix: string, rows: [string, string][]): [string, string][] =>
  rows.map(([name, entry]) => [`${prefix}${name}`, entry])

export const PANDAS: [string, string][] = [
  ...prefixed('pandas.', [
    ...entries(
      'gives pandas.DataFrame heeds how_pandas_works',
      'DataFrame concat merge merge_asof merge_ordered get_dummies crosstab pivot_table pivot melt json_normalize wide_to_long from_dummies lreshape',
    ),
    ...entries(
      'gives pandas.Series heeds how_pandas_works',
      'Series to_datetime to_timedelta cut qcut factorize unique isna isnull notna notnull value_counts array date_range period_range timedelta_range interval_range bdate_range Categorical Index MultiIndex MultiIndex.from_tuples MultiIndex.from_arrays MultiIndex.from_product MultiIndex.from_frame RangeIndex DatetimeIndex CategoricalIndex arrays. eval',
    ),
    // An array of numbers comes back as it is.
    ...entries('gives pandas.Series holds heeds how_pandas_works', 'to_numeric'),
    ...entries('gives scalar holds', 'CategoricalDtype Grouper NamedAgg'),
    ...entries(
      'gives scalar',
      'Timestamp Timedelta Period Interval DateOffset NaT NA offsets. tseries. api.types. StringDtype Int64Dtype IndexSlice show_versions get_option infer_freq testing.',
    ),
    ...entries('gives scalar heeds the_local_time', 'Timestamp.now Timestamp.today Timestamp.fromtimestamp'),
    ...entries('gives list', 'factorize'),
    ...entries(
      'gives pandas.DataFrame reads 0 heeds how_pandas_works',
      'read_stata read_sas read_spss read_xml read_clipboard',
    ),
    ...entries(
      'gives pandas.DataFrame reads 0 heeds how_pandas_works objects if converters',
      'read_csv read_table read_excel read_fwf read_html',
    ),
    ...entries(
      'gives pandas.DataFrame reads 0 heeds how_pandas_works objects',
      'read_json read_parquet read_feather read_pickle read_hdf read_orc',
    ),
    ...entries('gives pandas.DataFrame changes 1', 'read_sql read_sql_query read_sql_table'),
    ...entries('gives unknown reads 0 writes 0', 'ExcelFile ExcelWriter HDFStore'),
    ...entries(
      'gives none configures how_pandas_prints',
      'set_option reset_option describe_option set_eng_float_format options.',
    ),
    ...entries('gives none configures how_pandas_prints within', 'option_context'),
    ...entries('gives plot', 'plotting.'),
    ...entries('gives plot draws random', 'plotting.bootstrap_plot'),
  ]),
]
