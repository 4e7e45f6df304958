/** What functions and classes of libraries do, by full name; a name ending with `.` speaks for all below it. */
import { type Effect, effect } from './effect.ts'
import { BOOSTING } from './boosting.ts'
import { NUMPY } from './numpy.ts'
import { OTHERS } from './others.ts'
import { SCIPY } from './scipy.ts'
import { PANDAS } from './pandas.ts'
import { PLOTTING } from './plotting.ts'
import { SKLEARN } from './sklearn.ts'
import { STATSMODELS } from './statsmodels.ts'
import { STANDARD } from './standard.ts'

const TABLE: ReadonlyMap<string, string> = new Map([
  ...STANDARD,
  ...NUMPY,
  ...PANDAS,
  ...SKLEARN,
  ...PLOTTING,
  ...OTHERS,
  ...SCIPY,
  ...STATSMODELS,
  ...BOOSTING,
])

/**
 * What a library function does; undefined: unknown.
 *
 * @param positional how many arguments it is given by position, where that is known: `numpy.where/3` is an entry of its own
 */
export function effectOf(path: string, positional: number | null = null): Effect | undefined {
  path = byPublicName(path)
  // Distributions of scipy draw from numpy's stream.
  if (/^scipy\..*\.(?:rvs|resample)$/.test(path)) return effect('gives data draws numpy unless random_state')
  if (/^statsmodels\..*(?:sample|rvs|simulat|boot|random)/i.test(path))
    return effect('gives data draws numpy unless random_state')
  const ufunc = /^(?:numpy|scipy\.special)\.\w+\.(at|accumulate|reduce|reduceat)$/.exec(path)?.[1]
  if (ufunc !== undefined) return effect(UFUNC_METHODS[ufunc]!)
  const exact = TABLE.get(`${path}/${positional}`) ?? TABLE.get(path)
  if (exact !== undefined) return effect(exact)
  for (let end = path.lastIndexOf('.'); end > 0; end = path.lastIndexOf('.', end - 1)) {
    const entry = TABLE.get(path.slice(0, end + 1))
    // A class that no entry names makes objects that nobody knows, and its methods change what they are given.
    if (entry !== undefined)
      return /\.[A-Z]\w*[a-z]\w*(?:\.\w+)?$/.test(path.slice(end)) &&
        !/gives (?:plot|statsmodels)/.test(entry)
        ? undefined
        : effect(entry)
  }
  return undefined
}

/** `numpy.random.mtrand.shuffle`, `scipy.sparse.construct.random`: a function by a module that only programs of old times name. */
function byPublicName(path: string): string {
  const name = path.replace(OF_OLD, '$1')
  const inNumpy = /^numpy\.(?:_?core|lib)\.(?:\w+\.)?(\w+)$/.exec(name)
  return inNumpy && TABLE.has(`numpy.${inNumpy[1]}`) ? `numpy.${inNumpy[1]}` : name
}
const OF_OLD = new RegExp(
  `^(numpy\\.random|numpy\\.ma|scipy\\.\\w+(?:\\.(?:linalg|windows|matlab|transform))?)\\.(?:mtrand|core|extras|${`arff
   basic base biasedurn bsplines bsr ckdtree cobyla codata compressed constants construct coo csc csr data decomp
   decomp_cholesky decomp_lu decomp_qr decomp_schur decomp_svd dfitpack dia dok dop dsolve eigen extract filter_design filters
   fir_filter_design fitpack fitpack2 fourier helper interface interpnd interpolate interpolation isolve kde kdtree lbfgsb lil
   linesearch lsoda lti_conversion ltisys matfuncs measurements minpack minpack2 misc morestats morphology mstats_basic
   mstats_extras mvn ndgriddata nonlin odepack optimize orthogonal polyint pseudo_diffs qhull quadpack rbf realtransforms
   rotation signaltools slsqp sparsetools special_matrices specfun spectral spfuncs spfun_stats spline sputils stats tnc vode
   waveforms wavelets windows zeros`
    .split(/\s+/)
    .join('|')})(?=\\.)`,
)

/** Methods of numpy's functions, as in `np.add.at(counts, places, 1)`; the last may be given where to write. */
const UFUNC_METHODS: Readonly<Record<string, string>> = {
  at: 'gives none changes 0',
  accumulate: 'gives numpy.ndarray changes 3',
  reduce: 'gives numpy.ndarray changes 3',
  reduceat: 'gives numpy.ndarray changes 4',
}

/** Modules whose import changes nothing that another statement could see. */
export function isKnownModule(path: string): boolean {
  return KNOWN.has(topOf(path))
}

function topOf(path: string): string {
  return path.split('.', 1)[0]!
}

const KNOWN = new Set([
  ...[...TABLE.keys()].map(topOf),
  ...'csv io os sys gc re calendar enum types weakref contextlib dataclasses traceback textwrap inspect signal atexit codecs locale json pickle copy random collections itertools functools logging warnings pathlib tempfile glob shutil subprocess threading multiprocessing concurrent queue asyncio argparse unittest doctest sqlite3 zipfile tarfile socket http email urllib importlib builtins numpy pandas sklearn scipy matplotlib seaborn torch torchvision xgboost lightgbm catboost statsmodels tqdm joblib requests yaml PIL cv2 IPython plotly'.split(
    ' ',
  ),
])

const CONSTANTS =
  /^(?:math\.(?:pi|e|inf|nan|tau)|numpy\.(?:pi|e|inf|nan|newaxis|NaN|Inf|NAN|__version__)|string\.\w+|sys\.(?:version|version_info|platform|maxsize|executable|byteorder)|os\.(?:sep|linesep|name|pathsep)|\w+\.__version__|pandas\.(?:NA|NaT))$/

/** Whether a full name stands for a value that nobody changes: `numpy.pi`. */
export function isConstant(path: string): boolean {
  return CONSTANTS.test(path)
}
