"""Estimators and models that the audit fits: how each is made, from what, and what may be asked of it."""

import importlib
import inspect
import re
from typing import NamedTuple

X = "numpy.sin(numpy.arange(48.)).reshape(24, 2) + 2"
#: Kinds of rows, and the statement that writes into them.
ROWS = {
    "array": (X, "X[:12] = X[12:] * 3"),
    "fortran": (f"numpy.asfortranarray({X})", "X[:12] = X[12:] * 3"),
    "float32": (f"({X}).astype('float32')", "X[:12] = X[12:] * 3"),
    "table": (f"pandas.DataFrame({X}, columns=['a', 'b'])", "X.iloc[:12] = 9.0"),
    "column": ("pandas.DataFrame({'a': numpy.sin(numpy.arange(24.)) + 2})", "X.iloc[:12] = 9.0"),
    "sparse": (f"scipy.sparse.csr_matrix({X})", "X.data[:12] = 9.0"),
}
LABELS = ("numpy.array([0, 1, 1, 0, 1, 0] * 4)", "y[:12] = 1 - y[:12]")
SERIES = ("pandas.Series([0, 1, 1, 0, 1, 0] * 4)", "y.iloc[:12] = 1")
NUMBERS = ("numpy.cos(numpy.arange(24.))", "y[:12] = 1 - y[:12]")
#: For estimators that the rows above don't suit.
OTHER_ROWS = [
    (ROWS["array"], (X, "y[:12] = 1 - y[:12]")),
    (("['a b', 'b c', 'c d', 'a d'] * 6", "X[0] = 'q r'"), LABELS),
    (("[{'a': 1.0}, {'b': 2.0}] * 12", "X[0]['a'] = 9.0"), LABELS),
    (("numpy.sin(numpy.arange(24.)) + 2", "X[:12] = X[12:] * 3"), NUMBERS),
    (("numpy.array([0, 1, 1, 0, 1, 0] * 4)", "X[:12] = 1 - X[:12]"), None),
    (("[['a', 'b'], ['b']] * 12", "X[0].append('q')"), None),
]
#: What an estimator must be given.
GIVEN = {
    "estimator": "sklearn.linear_model.LogisticRegression()",
    "base_estimator": "sklearn.linear_model.LogisticRegression()",
    "estimators": "[('a', sklearn.linear_model.LogisticRegression()), ('b', sklearn.tree.DecisionTreeClassifier(random_state=0))]",
    "transformers": "[('a', sklearn.preprocessing.StandardScaler(), [0])]",
    "transformer_list": "[('a', sklearn.preprocessing.StandardScaler())]",
    "steps": "[('a', sklearn.preprocessing.StandardScaler()), ('b', sklearn.linear_model.LogisticRegression())]",
    "param_grid": "{'C': [1.0, 0.1]}",
    "param_distributions": "{'C': [1.0, 0.1]}",
    "dictionary": "numpy.eye(2)",
}
#: What writes into them.
WRITES = {
    "estimator": "k_estimator.fit(X[::2], y[::2])",
    "base_estimator": "k_base_estimator.fit(X[::2], y[::2])",
    "estimators": "k_estimators[0][1].fit(X[::2], y[::2])",
    "transformers": "k_transformers[0][1].fit(X[::2])",
    "transformer_list": "k_transformer_list[0][1].fit(X[::2])",
    "steps": "k_steps[1][1].fit(X[::2], y[::2])",
    "random_state": "k_random_state.random()",
}
#: What may be given besides.
BESIDES = {
    "random_state": ["numpy.random.RandomState(0)"],
    "kernel": ["sklearn.gaussian_process.kernels.RBF()"],
    "init": ["numpy.array([[1., 2.], [2., 1.]])"],
    "n_restarts_optimizer": ["1"],
    "n_clusters": ["2"],
    "sample_weight": [],
    "cv": ["2"],
    "memory": [],
    "n_jobs": [],
    "verbose": [],
}
ASKED = (
    "predict predict_proba predict_log_proba decision_function transform score_samples kneighbors kneighbors_graph radius_neighbors"
    " sample sample_y apply staged_predict staged_predict_proba staged_decision_function inverse_transform fit_predict fit_transform partial_fit score"
).split()


class Subject(NamedTuple):
    path: str
    #: What is there before: name, expression, a statement that writes into it in place (or None).
    given: tuple
    #: What makes the model and fits it; `m` is what is asked.
    makes: tuple
    #: Expressions that later cells show, beside those that all estimators have.
    asks: tuple = ()

    @property
    def setup(self):
        return "\n".join(f"{name} = {text}" for name, text, _ in self.given)


#: They fit many others, or take long to converge: not in every run.
SLOW = re.compile(r"CV$|^MLP|^MiniBatch|^Dictionary|^LatentDirichlet|^MeanShift|^OPTICS|^SequentialFeature|^EllipticEnvelope|^MinCovDet")


def estimators(whole):
    """Of scikit-learn and of the boosting libraries: module path, class."""
    from sklearn.utils import all_estimators

    for name, found in all_estimators():
        if SLOW.search(name) and not whole:
            continue
        yield f"{found.__module__.split('._')[0]}.{found.__name__}", found
    for library in ("lightgbm", "xgboost"):
        try:
            module = importlib.import_module(library)
        except ImportError:
            continue
        for name in ("LGBMClassifier", "LGBMRegressor", "LGBMRanker", "XGBClassifier", "XGBRegressor", "XGBRFRegressor"):
            if hasattr(module, name):
                yield f"{library}.{name}", getattr(module, name)


def constructions(path, found, whole):
    """Arguments that the class takes, the plain ones first."""
    parameters = inspect.signature(found).parameters
    told = [f"{key}={value}" for key, value in GIVEN.items() if key in parameters and parameters[key].default is inspect.Parameter.empty]
    told += ["n_estimators=3"] if "n_estimators" in parameters or path.startswith(("lightgbm", "xgboost")) else []
    told += ["min_child_samples=1", "verbose=-1"] if path.startswith("lightgbm") else []
    told += ["max_iter=20"] if "max_iter" in parameters and "Gradient" in path else []
    yield told
    seeded = ["random_state=0"] if "random_state" in parameters else []
    if seeded:
        yield [*told, *seeded]
    if not whole:
        return
    for name, each in parameters.items():
        if name in GIVEN:
            continue
        for value in options(found, name, each.default):
            yield [*told, *(seeded if name != "random_state" else []), f"{name}={value}"]
            if seeded and name != "random_state":
                yield [*told, f"{name}={value}"]


def options(found, name, default):
    """Other values of a parameter than the default, as texts."""
    if name in BESIDES:
        yield from BESIDES[name]
    if name in BESIDES and not BESIDES[name]:
        return
    if isinstance(default, bool):
        yield str(not default)
        return
    for constraint in getattr(found, "_parameter_constraints", {}).get(name, []):
        if isinstance(constraint, str):
            if constraint == "boolean":
                yield from (text for text in ("True", "False") if text != repr(default))
        elif type(constraint).__name__ in ("StrOptions", "Options"):
            yield from (repr(value) for value in sorted(constraint.options, key=str) if value != default)
        elif constraint is None and default is not None:
            yield "None"


def made(path, told, rows, y, kind=None):
    """Names what an estimator is told that is an object of its own."""
    given, words = [], []
    for each in told:
        name, text = each.split("=", 1)
        if "(" in text and "numpy.array" not in text:
            given.append((f"k_{name}", text, WRITES.get(name)))
            text = f"k_{name}"
        words.append(f"{name}={text}")
    rest = (("y", *y),) if y else ()
    asked = question(kind) if kind else ("Q", rows[0], None)
    make = (f"m = {path}({', '.join(words)})", "m.fit(X, y)" if y else "m.fit(X)")
    return Subject(path, (("X", *rows), *rest, asked, *given), make)


def of_estimator(path, told, kinds, targets):
    """For one construction: subjects of all kinds of rows; then those to try one after the other where none fits."""
    return (
        [made(path, told, ROWS[kind], y, kind) for kind in kinds for y in (targets if kind == "array" else targets[:1])],
        [made(path, told, rows, y) for rows, y in OTHER_ROWS],
    )


def question(kind):
    text = "numpy.cos(numpy.arange(10.)).reshape(5, 2) + 2"
    if kind == "table":
        text = f"pandas.DataFrame({text}, columns=['a', 'b'])"
    if kind == "column":
        text = "pandas.DataFrame({'a': numpy.cos(numpy.arange(5.)) + 2})"
    return "Q", text, None
