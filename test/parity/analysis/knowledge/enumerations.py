"""All functions and methods that the library knowledge speaks of, where this Python has them."""

import importlib
import importlib.util
import inspect
import re
import types

#: Never called: they end or stop the process, ask a person, open windows, go on the network, run other programs, or say where an object lies.
LEFT_OUT = re.compile(
    r"pthread_|bit_generator$|zipf$|learning_curve|validation_curve|cross_validate|mutual_info|Display|pandas\.plotting|pandas\.option_context|numpy\.printoptions|numpy\.vectorize|numpy\.(?:ma\.)?(?:core\.)?empty|numpy\.c?longdouble|numpy\.complex|numpy\.testing|dual_annealing|differential_evolution|basinhopping|numpy\.random\.seed$|typing\.(?:final|TypeVar|NewType)|numpy\.(?:ma|rec|char)\.frombuffer|sys\.exit$|^os\.(?:_exit|abort|kill|fork|urandom|getpid|times)|faulthandler|getpass\.getpass|time\.sleep|\.fetch_|load_dataset|read_clipboard"
    r"|numpy\.f2py|numpy\.distutils|\.test$|show_versions|show_config|show_runtime|\.info$|platform\."
    r"|matplotlib\.pyplot\.(?:show|pause|ginput|waitforbuttonpress|switch_backend|install_repl)|gc\.|IPython|input$|signal\."
    r"|warnings\.resetwarnings|builtins\.(?:exit|quit|help|copyright|credits|license|id)|string\.Formatter|secrets\.|uuid\.|os\.symlink|os\.link|ctypeslib\.(?:load_library|test)"
    r"|sys\.displayhook|sys\.stdout|sys\.stderr|traceback|sys\.intern|breakpoint|os\.chmod|os\.utime|PytestTester|read_html|read_gbq|to_gbq|to_clipboard|read_sas|read_spss"
)


def resolve(path):
    """The object that a full name means; raises where there is none."""
    module, rest = None, path.split(".")
    for end in range(len(rest), 0, -1):
        try:
            module = importlib.import_module(".".join(rest[:end]))
        except ImportError:
            continue
        found = module
        for name in rest[end:]:
            found = getattr(found, name)
        return found
    raise AttributeError(path)


def installed(path):
    try:
        return importlib.util.find_spec(path.split(".")[0]) is not None
    except (ImportError, ValueError):
        return False


def missing(functions, prefixes):
    """Names that no installed library has."""
    lost = []
    for path in [*functions, *(each.rstrip(".") for each in prefixes)]:
        if installed(path):
            try:
                resolve(path)
            except AttributeError:
                lost.append(path)
    return sorted(lost)


def functions(names, prefixes, whole):
    """Row of the table, full name, function: of Python's, numpy's and pandas' those that the table names itself, or the whole."""
    done = set()
    for path in names:
        if not whole and re.match(r"lightgbm|xgboost|scipy|sklearn|matplotlib|seaborn|joblib|statsmodels|tqdm", path):
            continue
        try:
            found = resolve(path) if installed(path) else None
        except AttributeError:
            continue
        if callable(found) and not LEFT_OUT.search(path) and path not in done:
            done.add(path)
            yield path, path, found
    for prefix in prefixes:
        if not whole:
            break
        try:
            place = resolve(prefix[:-1]) if installed(prefix) else None
        except AttributeError:
            continue
        for path, found in below(place, prefix[:-1], 0):
            if path not in done and not LEFT_OUT.search(path):
                done.add(path)
                yield prefix, path, found


def below(place, path, depth):
    # What a module only uses itself is not asked of it.
    for name in sorted({*getattr(place, "__all__", dir(place)), *modules_of(place)}):
        if name.startswith("_"):
            continue
        try:
            found = getattr(place, name)
        except Exception:
            continue
        if isinstance(found, types.ModuleType):
            if depth == 0 and found.__name__ == f"{path}.{name}" and not re.search(r"\.(?:tests?|conftest|setup)$", path):
                yield from below(found, f"{path}.{name}", 1)
        elif (
            hasattr(place, "__file__")
            and not hasattr(place, "__all__")
            and not (getattr(found, "__module__", None) or path).startswith(path)
        ):
            continue
        elif (
            callable(found)
            and not name[0].isupper()
            and not (isinstance(found, type) and issubclass(found, BaseException))
            or isinstance(found, type)
            and not issubclass(found, BaseException)
        ):
            yield f"{path}.{name}", found


def modules_of(place):
    return [name for name in dir(place) if isinstance(getattr(place, name, None), types.ModuleType)]


TABLE = "pandas.DataFrame({'a': [3., 1., 2., 5.], 'b': [1, 4, 0, 2], 'c': ['x', 'y', 'x', 'y']})"
NUMBERS = "pandas.DataFrame({'a': [3., 1., 2., 5.], 'b': [1., 4., 0., 2.]})"
DATES = "pandas.to_datetime(['2020-01-02', '2021-03-04', '2022-01-01', '2022-02-01'])"

#: Receivers by the type that the analysis gives them.
RECEIVERS = {
    "list": ["[3, 1, 2]", "[[3], [1]]"],
    "tuple": ["([3], 1)"],
    "collections.deque": ["collections.deque([[3], [1]])"],
    "bytearray": ["bytearray(b'abc')"],
    "set": ["{3, 1, 2}"],
    "frozenset": ["frozenset([3, 1])"],
    "dict": ["{'a': [1], 'b': 2}"],
    "collections.defaultdict": ["collections.defaultdict(list, {'a': [1]})"],
    "collections.OrderedDict": ["collections.OrderedDict(a=[1], b=2)"],
    "collections.Counter": ["collections.Counter('aab')"],
    "json": ['json.loads(\'{"a": [1], "b": {"c": 2}}\')', "json.loads('[[1], 2]')"],
    "text": ["'a b'"],
    "bytes": ["b'a b'"],
    "number": ["2.5", "7"],
    "pandas.DataFrame": [
        TABLE,
        NUMBERS,
        f"pandas.DataFrame({{'a': [1., 2., 3., 4.]}}, index={DATES})",
        "pandas.DataFrame({'a': [[1], [2]]})",
    ],
    "pandas.GrowingFrame": ["pandas.DataFrame()"],
    "pandas.Series": [
        "pandas.Series([3., 1., 2., 5.], name='s')",
        f"pandas.Series([3., 1., 2., 4.], index={DATES})",
        "pandas.Series(['x', 'y', 'x'])",
        "pandas.Series([[1], [2]])",
    ],
    "pandas.Series.str": ["pandas.Series(['x1 a', 'y2', 'x']).str"],
    "pandas.Series.dt": [f"pandas.Series({DATES}).dt"],
    "pandas.Series.cat": ["pandas.Series(['x', 'y', 'x'], dtype='category').cat"],
    "pandas.Index": ["pandas.Index([3, 1, 2])", "pandas.MultiIndex.from_tuples([('a', 1), ('b', 2)])", DATES],
    "pandas.GroupBy": [
        f"{NUMBERS}.groupby('b')",
        f"{NUMBERS}.groupby('b')['a']",
        "pandas.Series([3., 1., 2., 5.]).rolling(2)",
        f"pandas.Series([3., 1., 2., 4.], index={DATES}).resample('D')",
    ],
    "numpy.ndarray": [
        "numpy.array([3., 1., 2., 5.])",
        "numpy.array([[3., 1.], [2., 5.]])",
        "numpy.array([[1], 'a', None], dtype=object)",
        "numpy.array([1, 2, 3])",
        "numpy.array([1 + 2j, 3])",
    ],
    "masked array": ["numpy.ma.array([3., 1., 2.], mask=[True, False, False])"],
    "data": ["sklearn.preprocessing.scale(numpy.array([[3., 1.], [2., 5.], [1., 0.]]))"],
    "sparse": [
        "scipy.sparse.csr_matrix([[1., 0.], [0., 2.]])",
        "scipy.sparse.coo_matrix([[1., 0.], [0., 2.]])",
        "scipy.sparse.lil_matrix([[1., 0.], [0., 2.]])",
        "scipy.sparse.dia_matrix([[1., 0.], [0., 2.]])",
    ],
    "generator of numbers": [
        "numpy.random.default_rng(0)",
        "numpy.random.RandomState(0)",
        "random.Random(0)",
        "numpy.random.Generator(numpy.random.PCG64(0))",
        "numpy.random.PCG64(0)",
    ],
    "seed sequence": ["numpy.random.SeedSequence(0)"],
    "file": ["open('given.csv')", "open('new.txt', 'w')", "open('given.csv', 'rb')"],
    "io": ["io.StringIO('a,b\\n1,2\\n')", "io.BytesIO(b'abc')"],
    "sklearn.Bunch": ["sklearn.datasets.load_iris()"],
    "database": ["sqlite3.connect(':memory:')"],
    "cursor": ["sqlite3.connect(':memory:').execute('select 1 union select 2')"],
    "exception": ["ValueError('a')"],
    "decimal.Decimal": ["decimal.Decimal('1.5')"],
    "datetime": ["datetime.datetime(2020, 1, 2)", "datetime.timedelta(1)", "pandas.Timestamp('2020-01-02')", "pandas.Timedelta(1)"],
    "fraction": ["fractions.Fraction(1, 3)"],
    "pattern": ["re.compile('a')", "re.match('a', 'a')"],
    "path": ["pathlib.Path('given.csv')", "pathlib.Path('new')"],
    "iterator": ["iter([3, 1])", "zip([1], [2])"],
    "polynomial": ["numpy.polynomial.Polynomial([1., 2.])", "numpy.poly1d([1., 2.])"],
    "distribution": ["scipy.stats.norm(0, 1)", "scipy.stats.norm"],
    "result": [
        "scipy.stats.linregress([1., 2., 3.], [1., 2., 4.])",
        "scipy.stats.ttest_ind([1., 2., 3.], [1., 2., 4.])",
        "scipy.interpolate.interp1d([1., 2., 3.], [1., 2., 4.])",
        "scipy.spatial.KDTree([[1., 2.], [3., 4.]])",
    ],
}


def methods(space, whole):
    """Row, receiver, text of the call or attribute, full name, function or None for an attribute."""
    for kind, texts in RECEIVERS.items():
        if not whole and re.match(r"pandas|sparse|masked|distribution|result|sklearn|polynomial", kind):
            continue
        for text in texts if whole else texts[:1]:
            made = eval(text, space)
            for name in dir(made):
                if name.startswith("_") or LEFT_OUT.search(f".{name}") or name in ("plot", "hist", "boxplot", "fileno", "detach"):
                    continue
                if text.startswith("pathlib") and name in (
                    "chmod",
                    "lchmod",
                    "owner",
                    "group",
                    "cwd",
                    "home",
                    "rmdir",
                    "unlink",
                    "symlink_to",
                    "hardlink_to",
                    "link_to",
                    "rglob",
                ):
                    continue
                try:
                    found = getattr(made, name)
                except Exception:
                    continue
                path = f"{kind}.{name}"
                yield path, text, f"x.{name}", path, found if callable(found) and not inspect.isclass(found) else None
    if whole:
        yield from estimators()


def estimators():
    from sklearn.utils import all_estimators

    given = {
        "estimator": "sklearn.linear_model.LogisticRegression()",
        "estimators": "[('a', sklearn.linear_model.LogisticRegression()), ('b', sklearn.tree.DecisionTreeClassifier(random_state=0))]",
        "transformers": "[('a', sklearn.preprocessing.StandardScaler(), [0])]",
        "transformer_list": "[('a', sklearn.preprocessing.StandardScaler())]",
        "steps": "[('a', sklearn.preprocessing.StandardScaler()), ('b', sklearn.linear_model.LogisticRegression())]",
        "param_grid": "{'C': [1.0]}",
        "param_distributions": "{'C': [1.0]}",
        "base_estimator": "sklearn.linear_model.LogisticRegression()",
        "dictionary": "numpy.eye(2)",
    }
    for name, found in all_estimators():
        path = f"{found.__module__.split('._')[0]}.{name}"
        parameters = inspect.signature(found).parameters
        told = [
            f"{key}={value}" for key, value in given.items() if key in parameters and parameters[key].default is inspect.Parameter.empty
        ]
        told += ["n_estimators=3"] if "n_estimators" in parameters else []
        made = f"{path}({', '.join(told)})"
        for fitted, methods in (("", "get_params set_params"), (FITTED, "transform predict get_feature_names_out set_output")):
            for method in methods.split():
                if hasattr(found, method):
                    yield f"estimator.{method}", f"{made}{fitted}", f"x.{method}", f"estimator.{method}", getattr(found, method)


FITTED = ".fit(numpy.array([[3., 1.], [1., 4.], [2., 0.5], [5., 2.], [4., 2.5], [0.5, 3.]]), numpy.array([0, 1, 0, 1, 0, 1]))"
