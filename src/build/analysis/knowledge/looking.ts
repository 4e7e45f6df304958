/**
 * Methods that only look, by their name, whatever object they are asked of: what is known of objects of unknown types.
 *
 * `TABULAR`, `LOOKING` and `plot` were looked up in the Python sources of all packages that the benchmark's notebooks run
 * in: methods of these names set attributes of their object in few of them, and those are caches, drawings, what `inplace`
 * says, and scratch values of some of smt's models. Not here, though they sound like it: `forecast` (some draw from a stream
 * of their object), `predict_interval` (sktime's remembers its horizon), `rename` and `replace` (files), `merge`, `unstack`
 * and `map` (some change themselves).
 */
import { type Effect, effect } from './effect.ts'

const HARMLESS = new Set(
  `mean sum std var min max median mode quantile count describe info_ keys copy lower upper strip predict
   predict_proba score summary_ round abs any all corr cov to_numpy tolist tobytes cdf pdf ppf sf isf logpdf logcdf
   pmf logpmf interval toarray todense tocsr tocsc tocoo dot multiply getrow getcol hexdigest isoformat strftime
   total_seconds item cpu detach numpy size dim nelement pvalues_ conf_int startswith endswith groups`.split(
    /\s+/,
  ),
)

/** Of tables, columns and arrays: these run nothing of what they hold. */
const TABULAR = new Set(
  `head tail isna isnull notna nunique unique value_counts astype dropna fillna sort_values sort_index reset_index
   set_index to_frame to_dict to_list to_pandas to_period to_timestamp drop_duplicates duplicated isin nlargest
   nsmallest select_dtypes idxmax idxmin argmax argmin argsort cumsum cumprod pct_change reindex pivot pivot_table
   rolling get_group get_dummies reshape ravel flatten`.split(/\s+/),
)

/** They may run functions that the object was given, print, and draw random numbers. */
const LOOKING = new Set(
  `summary summary_frame print_summary pretty_print loglik log_likelihood log_prob predict_set predict_values
   predict_variances predict_survival_function predict_cumulative_hazard_function get_chain get_log_prob
   get_autocorr_time get_params prod diff shift resample skew kurt transpose`.split(/\s+/),
)

/** What a method of an object of unknown type does; undefined: it may do anything. */
export function lookingEffect(name: string): Effect | undefined {
  if (HARMLESS.has(name)) return effect('gives unknown holds calls')
  if (TABULAR.has(name)) return effect('gives unknown holds')
  if (LOOKING.has(name)) return effect('gives unknown holds calls perhaps draws any')
  return PLOTS.test(name) ? effect('plots gives unknown holds calls perhaps draws any') : undefined
}

const PLOTS = /^(?:plot(?:_[a-z_]+)?|[a-z_]+_plot)$/

/** The same of Python's own modules. */
const STANDARD_KEEP_NOTHING =
  `concurrent.futures threading.Thread threading.Timer threading.Lock threading.RLock threading.Event
  threading.Condition threading.Semaphore threading.BoundedSemaphore threading.Barrier queue zipfile tarfile gzip bz2 lzma
  configparser hashlib graphlib sched array xml.etree html.parser argparse pprint timeit mmap collections.UserDict
  collections.UserList collections.namedtuple collections.ChainMap`.split(/\s+/)

/**
 * Packages whose classes and functions keep nothing of one call for the next but in the objects that they give: no
 * function of theirs binds a global name or puts into a module's or a class's own object anything that another reads, other
 * than what it was computed from. What a notebook sets in them stays theirs. Where a notebook's own module may well have
 * the name, its parts are named.
 */
const KEEP_NOTHING =
  `arch.arch_model arch.univariate smt.surrogate_models smt.applications smt.sampling_methods smt.problems
  linearmodels mapie iminuit george.GP george.kernels emcee lmfit sksurv hmmlearn imblearn imbens group_lasso spreg glum
  lifelines spglm hdbscan gplearn`.split(/\s+/)

/** @param path full name of a function or class of a package that nobody knows */
export function keepsNothing(path: string): boolean {
  return [...KEEP_NOTHING, ...STANDARD_KEEP_NOTHING].some(
    (each) => path === each || path.startsWith(`${each}.`),
  )
}
