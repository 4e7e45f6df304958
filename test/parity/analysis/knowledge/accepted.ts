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
  { row: /\.clip$/, what: /./, why: 'without bounds the table comes back as it is' },
  { row: /\.groupby$/, what: /keys|«a\.append|a value that changes/, why: 'only the list of keys is shown' },
  { row: /^text\.maketrans$|^path\./, what: /./, why: 'no more than a text or a path' },
  { row: /^warnings\./, what: /filters of warnings/, why: 'what warns prints, and no metric reads it' },
  { row: /^pandas\.describe_option$/, what: /^heeds/, why: 'it tells how the options are' },
  { row: /^builtins\.slice$/, what: /./, why: 'slices are made of numbers' },
  { row: /^masked array\./, what: /./, why: 'masked arrays are objects that nobody knows' },
]
