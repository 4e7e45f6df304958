/** What the libraries do and the analysis does not know, knowingly: nothing that a notebook is likely to rest on. */
export const ACCEPTED: readonly { readonly row: RegExp; readonly what: RegExp; readonly why: string }[] = [
  {
    row: /^pandas\.|^sklearn\.model_selection\.train_test_split$/,
    what: /(?:index|columns|ax)\.names?|«[ax]\.names? = /,
    why: 'tables share the objects that name their rows and columns',
  },
  {
    row: /^pandas\.(?:\w+)\.(?:reindex|set_axis|to_series|to_frame|asof)$/,
    what: /shows in r|changes a/,
    why: 'the labels of the rows are the array that was given',
  },
  { row: /\.get$/, what: /^changes x$/, why: 'no key is a function that changes the table' },
  {
    row: /^pandas\.\w+\.(?:set_index|groupby|rename|set_names)$/,
    what: /^changes a$|next call/,
    why: 'names are not read from an open file',
  },
  {
    row: /^pandas\.Index\.(?:join|putmask)$/,
    what: /names?|\['q'\]/,
    why: 'an index shares its name, or what it was asked to hold',
  },
  { row: /\.clip$/, what: /./, why: 'without bounds the table comes back as it is' },
  { row: /\.groupby$/, what: /keys|«a\.append|a value that changes/, why: 'only the list of keys is shown' },
  { row: /^text\.maketrans$|^path\./, what: /./, why: 'no more than a text or a path' },
  { row: /^warnings\./, what: /filters of warnings/, why: 'what warns prints, and no metric reads it' },
  { row: /^pandas\.describe_option$/, what: /^heeds/, why: 'it tells how the options are' },
  { row: /^builtins\.slice$/, what: /./, why: 'slices are made of numbers' },
  { row: /^masked array\./, what: /./, why: 'masked arrays are objects that nobody knows' },
]
