/** Which methods tables have by themselves. Others were added: `tqdm.pandas()` adds `progress_apply`. */

/** Those of pandas' tables, columns, groups, windows and accessors, of numpy's arrays and of scipy's sparse matrices; also of old versions. */
const OWN = new Set(
  `abs add add_categories add_prefix add_suffix agg aggregate align all any append apply applymap arcsin arcsinh
   arctan arctanh area argmax argmin argpartition argsort as_matrix as_ordered as_unit as_unordered asformat
   asfptype asfreq asi8 asof asof_locs assign astype at_time autocorr backfill bar barh between between_time bfill
   bool box boxplot byteswap capitalize case_when casefold cat ceil center check_format choose clip combine
   combine_first compare compress conj conjugate contains convert_dtypes copy corr corrwith count count_nonzero cov
   cumcount cummax cummin cumprod cumsum day_name decode deg2rad delete density describe diagonal diff difference
   div divide divmod dot drop drop_duplicates droplevel dropna dt dump dumps duplicated eliminate_zeros encode
   endswith eq equal_levels equals eval ewm expanding explode expm1 extract extractall factorize ffill fill fillna
   filter find findall first first_valid_index flatten floor floordiv format from_arrays from_arrow from_dict
   from_frame from_product from_records from_tuples fullmatch ge get getH get_dummies get_group get_indexer
   get_indexer_for get_indexer_non_unique get_level_values get_loc get_loc_level get_locs get_shape get_slice_bound
   get_value get_values getcol getfield getformat getmaxprint getnnz getrow getrowview groupby gt head hexbin hist
   holds_integer identical idxmax idxmin index indexer_at_time indexer_between_time infer_objects info insert
   interpolate intersection is_ is_boolean is_categorical is_floating is_integer is_numeric is_object isalnum
   isalpha isascii isdecimal isdigit isetitem isin islower isna isnull isnumeric isocalendar isspace istitle
   isupper item items itemset iteritems iterrows itertuples ix join kde keys kurt kurtosis last last_valid_index le
   len line list ljust log1p lookup lower lstrip lt mad map mask match max maximum mean median melt memory_usage
   merge min minimum mod mode month_name mul multiply nanmax nanmin ne nearest newbyteorder ngroup nlargest nonzero
   normalize notna notnull nsmallest nunique ohlc online pad partition pct_change pie pipe pivot pivot_table plot
   pop pow power prod product prune ptp put putmask quantile query rad2deg radd rank ravel rdiv rdivmod reindex
   reindex_like remove_categories remove_unused_categories remove_unused_levels removeprefix removesuffix rename
   rename_axis rename_categories reorder_categories reorder_levels repeat replace resample reset_index reshape
   resize rfind rfloordiv rindex rint rjust rmod rmul rolling round rpartition rpow rsplit rstrip rsub rtruediv
   sample scatter searchsorted select select_dtypes sem set_axis set_categories set_codes set_flags set_index
   set_levels set_names set_shape set_value setdiag setfield setflags shift sign sin sinh skew slice slice_indexer
   slice_locs slice_replace slice_shift snap sort sort_index sort_indices sort_values sorted_indices sortlevel
   sparse split sqrt squeeze stack startswith std str strftime strip struct sub subtract sum sum_duplicates
   swapaxes swapcase swaplevel symmetric_difference tail take tan tanh tensordot title to_clipboard to_csv to_dense
   to_device to_dict to_excel to_feather to_flat_index to_frame to_gbq to_hdf to_html to_iceberg to_json
   to_julian_date to_latex to_list to_markdown to_native_types to_numpy to_orc to_parquet to_period to_pickle
   to_pydatetime to_pytimedelta to_records to_series to_sql to_stata to_string to_timestamp to_xarray to_xml
   toarray tobsr tobytes tocoo tocsc tocsr todense todia todok tofile tolil tolist tostring total_seconds trace
   transform translate transpose truediv trunc truncate tshift tsort tz_convert tz_localize union unique unstack
   update upper value_counts var view weekofyear where wrap xs zfill`.split(/\s+/),
)

/** Whether some library must have added this method to pandas' classes. */
export function isAdded(method: string): boolean {
  return !method.startsWith('_') && !OWN.has(method)
}

/** Those that `inplace=True` tells to change their object, also of old versions. */
const IN_PLACE = new Set(
  `bfill clip drop drop_duplicates dropna eval ffill fillna interpolate mask pad query rename rename_axis
   replace reset_index set_axis set_index set_levels set_codes set_names sort_index sort_values where
   add_categories as_ordered as_unordered remove_categories remove_unused_categories rename_categories
   reorder_categories set_categories`.split(/\s+/),
)

export function mayWorkInPlace(method: string): boolean {
  return IN_PLACE.has(method)
}
