/**
 * What Python's standard library does. Only functions that keep nothing to themselves are here: whatever sets something
 * that another reads back (`gc.disable`, `calendar.setfirstweekday`) stays unknown.
 */
import { entries } from './effect.ts'

export const STANDARD: [string, string][] = [
  ...entries(
    'gives scalar',
    `fractions.Fraction uuid.UUID string.Template ipaddress.IPv4Address ipaddress.IPv6Address zoneinfo.ZoneInfo
     statistics.NormalDist math. cmath. statistics. string. struct.pack struct.unpack struct.calcsize struct.unpack_from base64. binascii. unicodedata. datetime. time. numbers.
     keyword. uuid. html. urllib.parse. difflib. abc. errno. fnmatch. fractions.
     colorsys. secrets. token. ipaddress. zoneinfo. platform. getpass. stat. os.path. zlib. textwrap. shlex.
     re.compile re.match re.search re.fullmatch re.escape re.purge re.IGNORECASE re.MULTILINE re.DOTALL re.VERBOSE
     re.Pattern re.Match enum.Enum enum.IntEnum enum.Flag enum.auto enum.StrEnum calendar.monthrange calendar.isleap
     calendar.month_name calendar.day_name calendar.month_abbr calendar.day_abbr calendar.timegm calendar.weekday
     sys.getsizeof sys.getrefcount sys.exit sys.intern sys.getdefaultencoding sys.float_info sys.int_info sys.stderr
     gc.collect gc.get_count inspect.signature inspect.getsource inspect.isclass inspect.isfunction inspect.getdoc
     types.FunctionType types.LambdaType types.GeneratorType types.MethodType types.NoneType dataclasses.fields
     dataclasses.astuple dataclasses.is_dataclass dataclasses.MISSING builtins.object
     contextlib.nullcontext decimal.ROUND_HALF_UP decimal.ROUND_DOWN decimal.ROUND_UP decimal.ROUND_HALF_EVEN
     bisect.bisect bisect.bisect_left bisect.bisect_right ast.parse ast.dump traceback.format_exc
     os.cpu_count os.getpid os.uname os.urandom os.times os.get_terminal_size os.fspath os.strerror
     os.getuid tempfile.gettempdir`,
  ),
  ...entries('gives list', 're.findall re.split textwrap.wrap statistics.quantiles statistics.multimode'),
  // It reads to the end what is no text.
  ...entries('gives list changes 0', 'shlex.split'),
  ...entries('gives iterator', 're.finditer'),
  ...entries(
    'gives unknown holds',
    `shlex.shlex textwrap.TextWrapper zlib.compressobj zlib.decompressobj difflib.SequenceMatcher difflib.Differ queue.Queue
     queue.LifoQueue queue.PriorityQueue queue.SimpleQueue configparser.ConfigParser`,
  ),
  ...entries('gives bytearray', 'array.array'),
  ...entries('gives dict', 'dataclasses.asdict'),
  ...entries('gives text heeds working_folder', 'os.getcwd os.path.relpath'),
  ...entries('gives scalar calls', 're.sub re.subn'),
  ...entries('gives none', 'time.sleep faulthandler.'),
  ...entries(
    'gives scalar heeds the_local_time',
    `time.localtime time.ctime time.asctime time.mktime time.strftime time.strptime datetime.datetime.now datetime.datetime.today
     datetime.datetime.fromtimestamp datetime.date.today datetime.date.fromtimestamp`,
  ),
  ...entries(
    'changes 0 holds gives elements',
    'heapq.heappop heapq.heapreplace heapq.heappushpop bisect.insort bisect.insort_left bisect.insort_right',
  ),
  ...entries('changes 0 holds gives none', 'heapq.heappush heapq.heapify'),
  ...entries('gives list holds calls', 'heapq.nlargest heapq.nsmallest'),
  ...entries('shows gives none', 'pprint.pprint pprint.pp sys.displayhook sys.stdout.writelines'),
  ...entries('shows gives number', 'sys.stdout.write'),
  ...entries('gives text calls heeds how_objects_print', 'pprint.pformat'),
  ...entries('gives none', 'sys.stdout.flush sys.stderr.write sys.stderr.flush traceback.print_exc'),
  ...entries(
    'changes 0 gives first holds',
    `operator.setitem operator.delitem operator.iadd operator.isub operator.imul operator.iconcat operator.ior
     operator.iand operator.ixor operator.itruediv operator.ifloordiv operator.imod operator.ipow operator.imatmul`,
  ),
  ...entries('gives unknown', 'operator.itemgetter operator.attrgetter operator.methodcaller'),
  ...entries(
    'gives first lazy',
    `functools.total_ordering abc.abstractmethod typing.no_type_check typing.final typing.runtime_checkable typing.override
     enum.unique`,
  ),
  ...entries('gives iterator holds lazy', 'itertools.'),
  ...entries('gives unknown holds', 'collections.ChainMap types.MappingProxyType'),
  ...entries('gives types.SimpleNamespace holds', 'types.SimpleNamespace argparse.Namespace'),
  ...entries('gives unknown', 'collections.namedtuple'),
  ...entries('gives copy', 'copy.deepcopy'),
  ...entries('gives shallow', 'copy.copy copy.replace dataclasses.replace'),
  ...entries('gives json', 'json.loads ast.literal_eval yaml.safe_load tomllib.loads pickle.loads'),
  ...entries('gives text calls', 'json.dumps pickle.dumps yaml.dump yaml.safe_dump'),
  ...entries('changes 1 gives none calls', 'json.dump pickle.dump'),
  ...entries('changes 0 gives json', 'json.load pickle.load tomllib.load'),
  ...entries('changes 0 holds gives unknown', 'csv.writer csv.DictWriter csv.reader csv.DictReader'),
  ...entries('gives unknown holds', 'io.StringIO io.BytesIO io.TextIOWrapper'),
  ...entries(
    'gives text reads 0',
    'os.path.exists os.path.isfile os.path.isdir os.path.getsize os.path.getmtime os.stat os.access',
  ),
  ...entries('gives none makes 0', 'os.makedirs os.mkdir'),
  ...entries(
    'gives none reads 0 writes 0',
    'os.remove os.unlink os.rmdir os.removedirs os.utime os.chmod shutil.rmtree',
  ),
  ...entries(
    'gives none reads 0 writes 1',
    'shutil.copy shutil.copyfile shutil.copy2 shutil.copytree os.symlink os.link',
  ),
  // Nothing is left where it was.
  ...entries('gives none reads 0 writes 0 writes 1', 'os.rename os.replace shutil.move'),
  ...entries('gives none configures working_folder', 'os.chdir'),
  ...entries('gives none configures environment_variables', 'os.putenv os.unsetenv'),
  ...entries('gives path', 'pathlib.Path pathlib.PurePath pathlib.PosixPath pathlib.WindowsPath'),
  ...entries(
    'gives none configures warnings',
    'warnings.filterwarnings warnings.simplefilter warnings.resetwarnings',
  ),
  ...entries('gives none', 'warnings.warn'),
  ...entries('gives list', 'warnings.catch_warnings'),
  ...entries(
    'gives scalar',
    `typing.Any typing.List typing.Dict typing.Optional typing.Union typing.Tuple typing.Callable typing.TypeVar typing.NewType typing.Literal typing.get_type_hints typing.ClassVar typing.Final typing.Iterable typing.Iterator typing.Sequence typing.Mapping typing.Set typing.Generator`,
  ),
  ...entries('gives scalar heeds the_locale', 'locale.'),
  ...entries('gives text configures the_locale', 'locale.setlocale'),
  ...entries('gives none configures the_decimal_context', 'decimal.setcontext'),
  ...entries('gives scalar draws random', 'random.'),
  ...entries('gives elements draws random holds', 'random.choice'),
  ...entries('gives list holds draws random', 'random.sample random.choices'),
  ...entries('gives none draws random changes 0', 'random.shuffle'),
  ...entries('gives none seeds random', 'random.seed random.setstate'),
  ...entries('gives python_generator', 'random.Random random.SystemRandom'),
  ...entries(
    'gives first lazy',
    'tqdm.tqdm tqdm.auto.tqdm tqdm.notebook.tqdm tqdm.tqdm_notebook tqdm.std.tqdm',
  ),
  ...entries(
    'gives none configures methods_of_tables',
    'tqdm.tqdm.pandas tqdm.auto.tqdm.pandas tqdm.notebook.tqdm.pandas tqdm.tqdm_notebook.pandas tqdm.std.tqdm.pandas pandarallel.pandarallel.initialize',
  ),
  ...entries('gives scalar', 'tqdm.trange tqdm.auto.trange tqdm.notebook.trange'),
  ...entries('shows gives none', 'IPython.display IPython.display.display'),
  ...entries('gives plot', 'IPython.display. matplotlib_inline.'),
]
