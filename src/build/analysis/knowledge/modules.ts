/** What functions and classes of libraries do, by full name; a name ending with `.` speaks for all below it. */
import { type Effect, effect, entries } from './effect.ts'

const prefixed = (prefix: string, rows: [string, string][]): [string, string][] =>
  rows.map(([name, entry]) => [`${prefix}${name}`, entry])

const STANDARD: [string, string][] = [
  ...entries(
    'gives scalar',
    `math. cmath. statistics. string. re. struct. hashlib. hmac. base64. binascii. unicodedata. datetime. calendar. time.
     zoneinfo. numbers. operator. keyword. platform. getpass. uuid. zlib. gzip. html. urllib.parse. textwrap. difflib.
     typing. typing_extensions. abc. enum. dataclasses. types. inspect. gc. tracemalloc. resource. errno. fnmatch.
     fractions. decimal. colorsys. secrets. traceback. ast. dis. shlex. locale. sys. os.path. numbers. timeit. textwrap.
     pprint. tokenize. token. ipaddress. atexit. signal. heapq. bisect. weakref. __future__. contextlib. codecs. stat.`,
  ),
  ...entries('gives list', 're.findall re.split textwrap.wrap shlex.split os.listdir glob.glob sys.exc_info'),
  ...entries('gives iterator', 're.finditer'),
  ...entries('gives scalar calls', 're.sub re.subn'),
  ...entries('gives scalar draws none', 'uuid. secrets. time.'),
  ...entries(
    'changes 0 holds gives elements',
    'heapq.heappop heapq.heapreplace heapq.heappushpop bisect.insort bisect.insort_left bisect.insort_right',
  ),
  ...entries('changes 0 holds gives none', 'heapq.heappush heapq.heapify'),
  ...entries('gives list holds calls', 'heapq.nlargest heapq.nsmallest heapq.merge'),
  ...entries('gives scalar', 'sys.getsizeof sys.getrefcount gc.collect time.sleep'),
  ...entries('gives none', 'sys.setrecursionlimit sys.setswitchinterval faulthandler.'),
  ...entries(
    'shows gives none',
    'pprint.pprint pprint.pp sys.displayhook traceback.print_exc sys.stdout. sys.stdout.write sys.stdout.writelines',
  ),
  ...entries(
    'gives none',
    'sys.stdout.flush sys.stderr. sys.stderr.write sys.stderr.flush traceback.print_exc',
  ),
  ...entries(
    'changes 0 gives first holds',
    'operator.setitem operator.delitem operator.iadd operator.isub operator.imul operator.iconcat operator.ior operator.iand operator.ixor operator.itruediv operator.ifloordiv operator.imod operator.ipow operator.imatmul',
  ),
  ...entries(
    'gives first',
    'functools.wraps functools.lru_cache functools.cache functools.update_wrapper functools.total_ordering functools.cached_property dataclasses.dataclass contextlib.contextmanager contextlib.asynccontextmanager abc.abstractmethod typing.no_type_check typing.final typing.runtime_checkable typing.cast enum.unique atexit.register numba.jit numba.njit',
  ),
  ...entries('gives elements holds calls', 'functools.reduce'),
  ...entries('gives iterator holds lazy', 'itertools.'),
  ...entries('gives collections.Counter', 'collections.Counter'),
  ...entries('gives collections.deque', 'collections.deque'),
  ...entries('gives collections.OrderedDict', 'collections.OrderedDict'),
  ...entries(
    'gives unknown holds',
    'collections.ChainMap collections.UserDict types.MappingProxyType weakref.ref',
  ),
  ...entries('gives types.SimpleNamespace holds', 'types.SimpleNamespace argparse.Namespace'),
  ...entries('gives namedtuple', 'collections.namedtuple'),
  ...entries('gives copy', 'copy.deepcopy'),
  ...entries('gives shallow', 'copy.copy copy.replace'),
  ...entries('gives json', 'json.loads ast.literal_eval yaml.safe_load tomllib.loads pickle.loads'),
  ...entries('gives text calls', 'json.dumps pickle.dumps yaml.dump yaml.safe_dump'),
  ...entries('changes 1 gives none calls', 'json.dump pickle.dump'),
  ...entries('changes 0 gives json', 'json.load pickle.load tomllib.load'),
  ...entries('changes 0 holds gives unknown', 'csv.writer csv.DictWriter csv.reader csv.DictReader'),
  ...entries('gives unknown holds', 'io.StringIO io.BytesIO io.TextIOWrapper'),
  ...entries(
    'gives text reads 0',
    'os.path.exists os.path.isfile os.path.isdir os.path.getsize os.path.getmtime os.stat os.listdir os.access',
  ),
  ...entries(
    'gives text',
    'os.getcwd os.cpu_count os.getpid os.uname os.getlogin os.urandom os.times os.get_terminal_size os.fspath os.strerror os.getuid os.sep os.linesep os.name',
  ),
  ...entries('gives none makes 0', 'os.makedirs os.mkdir'),
  ...entries(
    'gives none reads 0 writes 0',
    'os.remove os.unlink os.rmdir os.removedirs os.utime os.chmod shutil.rmtree',
  ),
  ...entries(
    'gives none reads 0 writes 1',
    'os.rename os.replace shutil.copy shutil.copyfile shutil.copy2 shutil.copytree shutil.move os.symlink os.link',
  ),
  ...entries('gives none configures working_folder', 'os.chdir'),
  ...entries('gives none', 'os._exit'),
  ...entries('gives none configures environment_variables', 'os.putenv os.unsetenv'),
  ...entries('gives path', 'pathlib.Path pathlib.PurePath pathlib.PosixPath pathlib.WindowsPath'),
  ...entries('gives scalar', 'tempfile.gettempdir tempfile.mkdtemp tempfile.mktemp'),
  ...entries(
    'gives none configures warnings',
    'warnings.filterwarnings warnings.simplefilter warnings.resetwarnings',
  ),
  ...entries('gives none', 'warnings.warn warnings.showwarning warnings.catch_warnings'),
  ...entries('gives none configures the_locale', 'locale.setlocale'),
  ...entries(
    'gives none configures the_decimal_context',
    'decimal.getcontext decimal.setcontext decimal.localcontext',
  ),
  ...entries('gives plot', 'warnings.'),
  ...entries('gives scalar draws random', 'random.'),
  ...entries('gives elements draws random holds', 'random.choice'),
  ...entries('gives list draws random', 'random.sample random.choices'),
  ...entries('gives none draws random changes 0', 'random.shuffle'),
  ...entries('gives none seeds random', 'random.seed random.setstate'),
  ...entries('gives scalar heeds random', 'random.getstate'),
  ...entries('gives generator', 'random.Random'),
  ...entries(
    'gives first',
    'tqdm. tqdm.tqdm tqdm.auto.tqdm tqdm.notebook.tqdm tqdm.tqdm_notebook tqdm.std.tqdm tqdm.contrib.',
  ),
  ...entries('gives plot', 'IPython. IPython.display.'),
  ...entries('shows gives none', 'IPython.display IPython.display.display IPython.core.display.display'),
  ...entries(
    'gives plot',
    'IPython.display.clear_output IPython.display.HTML IPython.display.Markdown IPython.display.Image IPython.display.SVG IPython.display.Latex IPython.display.Math IPython.display.set_matplotlib_formats matplotlib_inline.',
  ),
  ...entries(
    'gives scalar',
    'builtins.object contextlib.suppress contextlib.nullcontext contextlib.closing contextlib.ExitStack sys.exit',
  ),
]

const NUMPY: [string, string][] = [
  ...entries('gives numpy.ndarray calls', '. linalg. fft. polynomial. char. ma. lib. strings. testing.'),
  ...entries(
    'gives numpy.ndarray holds',
    'asarray asanyarray ascontiguousarray asfortranarray atleast_1d atleast_2d atleast_3d ravel reshape squeeze transpose swapaxes moveaxis rollaxis expand_dims broadcast_to flip fliplr flipud rot90 diagonal real imag split array_split hsplit vsplit dsplit lib.stride_tricks. nditer ndenumerate',
  ),
  ...entries(
    'gives list',
    'where nonzero unique histogram meshgrid linalg.eig linalg.eigh linalg.svd linalg.qr linalg.lstsq polyfit gradient broadcast_arrays modf frexp divmod triu_indices tril_indices histogram2d histogramdd linalg.slogdet',
  ),
  ...entries(
    'gives scalar',
    'float64 float32 float16 float_ int64 int32 int16 int8 uint8 uint16 uint32 uint64 bool_ int_ str_ dtype iinfo finfo datetime64 timedelta64 isscalar shape ndim size allclose array_equal isclose issubdtype can_cast result_type array2string array_str array_repr format_float_positional get_printoptions geterr',
  ),
  ...entries(
    'gives none changes 0',
    'copyto put place putmask fill_diagonal put_along_axis add.at subtract.at random.shuffle ndarray.sort',
  ),
  ...entries('gives none writes 0', 'save savez savez_compressed savetxt'),
  ...entries('gives numpy.ndarray reads 0', 'load loadtxt genfromtxt fromfile memmap'),
  ...entries('gives scalar configures how_numpy_prints', 'set_printoptions'),
  ...entries('gives scalar configures how_numpy_prints', 'printoptions'),
  ...entries('gives scalar configures how_numpy_warns', 'seterr seterrcall'),
  ...entries('gives scalar', 'errstate'),
  ...entries('gives numpy.ndarray draws numpy', 'random. random.rand random.randn'),
  ...entries('gives none draws numpy changes 0', 'random.shuffle'),
  ...entries('gives none seeds numpy', 'random.seed random.set_state'),
  ...entries('gives scalar heeds numpy', 'random.get_state'),
  ...entries(
    'gives generator',
    'random.default_rng random.RandomState random.Generator random.PCG64 random.MT19937 random.SeedSequence random.Philox random.SFC64',
  ),
  ...entries('gives scalar calls holds', 'vectorize frompyfunc'),
].map(([name, entry]) => [name.startsWith('.') ? `numpy${name}` : `numpy.${name}`, entry])

const PANDAS: [string, string][] = [
  ...prefixed('pandas.', [
    ...entries(
      'gives pandas.DataFrame heeds how_pandas_works',
      'DataFrame concat merge merge_asof merge_ordered get_dummies crosstab pivot_table pivot melt json_normalize wide_to_long from_dummies lreshape',
    ),
    ...entries(
      'gives pandas.Series heeds how_pandas_works',
      'Series to_numeric to_datetime to_timedelta cut qcut factorize unique isna isnull notna notnull value_counts array date_range period_range timedelta_range interval_range bdate_range Categorical Index MultiIndex MultiIndex. RangeIndex DatetimeIndex CategoricalIndex api. arrays. eval',
    ),
    ...entries(
      'gives scalar',
      'Timestamp Timedelta Period Interval DateOffset NaT NA offsets. tseries. api.types. CategoricalDtype StringDtype Int64Dtype Grouper NamedAgg IndexSlice show_versions get_option infer_freq testing.',
    ),
    ...entries('gives list', 'factorize'),
    ...entries(
      'gives pandas.DataFrame reads 0 heeds how_pandas_works',
      'read_csv read_table read_excel read_json read_parquet read_feather read_pickle read_hdf read_stata read_sas read_spss read_orc read_xml read_fwf read_html read_clipboard',
    ),
    ...entries('gives pandas.DataFrame changes 1', 'read_sql read_sql_query read_sql_table'),
    ...entries('gives unknown reads 0 writes 0', 'ExcelFile ExcelWriter HDFStore'),
    ...entries(
      'gives none configures how_pandas_prints',
      'set_option reset_option describe_option option_context set_eng_float_format options.',
    ),
    ...entries('gives plot', 'plotting.'),
  ]),
]

const SKLEARN: [string, string][] = prefixed('sklearn.', [
  ...entries(
    'gives scalar calls heeds how_scikit-learn_works',
    'metrics. metrics.cluster. metrics.pairwise. utils. base.is_classifier base.is_regressor',
  ),
  ...entries(
    'gives numpy.ndarray',
    'metrics.confusion_matrix metrics.pairwise. metrics.multilabel_confusion_matrix utils.class_weight.compute_class_weight utils.class_weight. utils.compute_class_weight utils.compute_sample_weight',
  ),
  ...entries(
    'gives list',
    'metrics.roc_curve metrics.precision_recall_curve metrics.precision_recall_fscore_support metrics.det_curve calibration.calibration_curve',
  ),
  ...entries('gives scalar calls holds', 'metrics.make_scorer metrics.get_scorer'),
  ...entries(
    'gives plot',
    'metrics.RocCurveDisplay. metrics.ConfusionMatrixDisplay metrics.ConfusionMatrixDisplay. metrics.PrecisionRecallDisplay. metrics.DetCurveDisplay. metrics.PredictionErrorDisplay. inspection.PartialDependenceDisplay. inspection.DecisionBoundaryDisplay. model_selection.LearningCurveDisplay. model_selection.ValidationCurveDisplay. tree.plot_tree utils.estimator_html_repr calibration.CalibrationDisplay.',
  ),
  ...entries('gives text', 'tree.export_text tree.export_graphviz'),
  ...entries(
    'gives split draws numpy unless random_state',
    'model_selection.train_test_split utils.shuffle utils.resample',
  ),
  ...entries(
    'gives numpy.ndarray calls draws numpy unless none',
    'model_selection.cross_val_score model_selection.cross_val_predict model_selection.cross_validate model_selection.learning_curve model_selection.validation_curve model_selection.permutation_test_score inspection.permutation_importance inspection.partial_dependence',
  ),
  ...entries(
    'gives dict draws none calls',
    'model_selection.cross_validate inspection.permutation_importance inspection.partial_dependence',
  ),
  ...entries('gives list calls', 'model_selection.learning_curve model_selection.validation_curve'),
  ...entries('gives sklearn.Bunch', 'datasets.'),
  ...entries(
    'gives datasets draws numpy unless random_state',
    'datasets.make_classification datasets.make_regression datasets.make_blobs datasets.make_moons datasets.make_circles datasets.make_friedman1 datasets.make_friedman2 datasets.make_friedman3 datasets.make_s_curve datasets.make_swiss_roll datasets.make_gaussian_quantiles datasets.make_hastie_10_2 datasets.make_multilabel_classification datasets.make_low_rank_matrix datasets.make_sparse_uncorrelated datasets.make_biclusters datasets.make_checkerboard',
  ),
  ...entries('gives shallow calls', 'base.clone'),
  ...entries('gives none configures how_scikit-learn_works', 'set_config'),
  ...entries('gives scalar configures how_scikit-learn_works', 'config_context'),
  ...entries('gives scalar', 'get_config show_versions __version__ utils.validation. exceptions.'),
])

const PLOTTING: [string, string][] = [
  ...entries(
    'plots gives plot',
    'matplotlib. seaborn. plotly. mpl_toolkits. bokeh. altair. pylab. cycler. wordcloud. missingno. folium. ipywidgets. yellowbrick. scikitplot. graphviz. pydot. plotnine. holoviews. hvplot.',
  ),
  ...entries('gives pandas.DataFrame reads 0', 'seaborn.load_dataset'),
  ...entries('gives pandas.DataFrame', 'plotly.express.data. plotly.data. vega_datasets.'),
  ...entries('gives none plots', 'matplotlib.pyplot.show plotly.io.show'),
  ...entries('gives numpy.ndarray reads 0', 'matplotlib.pyplot.imread matplotlib.image.imread'),
  ...entries('gives none writes 0', 'matplotlib.pyplot.savefig matplotlib.pyplot.imsave'),
]

const OTHERS: [string, string][] = [
  ...entries(
    'gives numpy.ndarray',
    'scipy. scipy.stats. scipy.special. scipy.linalg. scipy.spatial. scipy.signal. scipy.sparse. scipy.interpolate. scipy.integrate. scipy.cluster. scipy.ndimage. scipy.fft. scipy.constants.',
  ),
  ...entries('gives numpy.ndarray calls', 'scipy.optimize. scipy.integrate. scipy.interpolate.'),
  ...entries('gives unknown', 'scipy.stats. scipy.spatial. scipy.interpolate. scipy.optimize.'),
  ...entries('gives json reads 0', 'joblib.load scipy.io.loadmat scipy.io.arff.'),
  ...entries('gives none writes 1', 'joblib.dump'),
  ...entries('gives unknown holds', 'joblib.delayed'),
  ...entries(
    'gives none seeds torch',
    'torch.manual_seed torch.cuda.manual_seed torch.cuda.manual_seed_all torch.random.manual_seed',
  ),
  ...entries(
    'gives torch.Tensor holds',
    'torch.tensor torch.from_numpy torch.as_tensor torch.FloatTensor torch.LongTensor torch.Tensor',
  ),
  ...entries(
    'gives torch.Tensor',
    'torch.zeros torch.ones torch.arange torch.linspace torch.eye torch.full torch.zeros_like torch.ones_like',
  ),
  ...entries(
    'gives torch.Tensor draws torch',
    'torch.rand torch.randn torch.randint torch.randperm torch.normal torch.bernoulli torch.multinomial torch.rand_like torch.randn_like',
  ),
  ...entries(
    'gives scalar',
    'torch.no_grad torch.inference_mode torch.enable_grad torch.device torch.cuda.is_available torch.float32 torch.float64 torch.long torch.set_num_threads torch.set_default_dtype torch.cuda.device_count torch.backends.',
  ),
  ...entries(
    'gives torch.Tensor holds',
    'torch.max torch.min torch.argmax torch.sum torch.mean torch.abs torch.exp torch.log torch.sqrt torch.cat torch.stack torch.where torch.sigmoid torch.relu torch.softmax torch.matmul torch.mm torch.squeeze torch.unsqueeze torch.flatten torch.transpose torch.nn.functional.',
  ),
  ...entries('gives scalar', 'requests.get urllib.request.urlopen'),
]

const TABLE: ReadonlyMap<string, string> = new Map([
  ...STANDARD,
  ...NUMPY,
  ...PANDAS,
  ...SKLEARN,
  ...PLOTTING,
  ...OTHERS,
])

/** What a library function does; undefined: unknown. */
export function effectOf(path: string): Effect | undefined {
  const exact = TABLE.get(path)
  if (exact !== undefined) return effect(exact)
  for (let end = path.lastIndexOf('.'); end > 0; end = path.lastIndexOf('.', end - 1)) {
    const entry = TABLE.get(path.slice(0, end + 1))
    if (entry !== undefined) return effect(entry)
  }
  return undefined
}

/** Modules whose import changes nothing that another statement could see. */
export function isKnownModule(path: string): boolean {
  const top = path.split('.')[0]!
  return KNOWN.has(top) || [...TABLE.keys()].some((name) => name === top || name.startsWith(`${top}.`))
}

const KNOWN = new Set(
  'csv io os sys json pickle copy random collections itertools functools logging warnings pathlib tempfile glob shutil subprocess threading multiprocessing concurrent queue asyncio argparse unittest doctest sqlite3 zipfile tarfile socket http email urllib importlib builtins numpy pandas sklearn scipy matplotlib seaborn torch torchvision xgboost lightgbm catboost statsmodels tqdm joblib requests yaml PIL cv2 IPython plotly'.split(
    ' ',
  ),
)

/** Names that `from module import *` binds, where they were listed. */
const STAR: Readonly<Record<string, string>> = {
  math: `acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist e erf erfc exp exp2 expm1
    fabs factorial floor fmod frexp fsum gamma gcd hypot inf isclose isfinite isinf isnan isqrt lcm ldexp lgamma log
    log10 log1p log2 modf nan nextafter perm pi pow prod radians remainder sin sinh sqrt sumprod tan tanh tau trunc ulp`,
  collections: 'ChainMap Counter OrderedDict UserDict UserList UserString defaultdict deque namedtuple',
  itertools: `accumulate batched chain combinations combinations_with_replacement compress count cycle dropwhile
    filterfalse groupby islice pairwise permutations product repeat starmap takewhile tee zip_longest`,
  random: `Random SystemRandom betavariate binomialvariate choice choices expovariate gammavariate gauss getrandbits
    getstate lognormvariate normalvariate paretovariate randbytes randint random randrange sample seed setstate shuffle
    triangular uniform vonmisesvariate weibullvariate`,
}

export function starNames(module: string): string[] | undefined {
  return STAR[module]?.trim().split(/\s+/)
}

const CONSTANTS =
  /^(?:math\.(?:pi|e|inf|nan|tau)|numpy\.(?:pi|e|inf|nan|newaxis|NaN|Inf|NAN|__version__)|string\.\w+|sys\.(?:version|version_info|platform|maxsize|executable|byteorder)|os\.(?:sep|linesep|name|pathsep)|\w+\.__version__|pandas\.(?:NA|NaT))$/

export function isConstant(path: string): boolean {
  return CONSTANTS.test(path)
}
