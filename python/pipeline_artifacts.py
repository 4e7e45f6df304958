"""What the stages of this pipeline hand to each other, their parameters and their metrics.

Values live in memory while one process runs all stages, and in files, so that each stage can run on its own.
"""

import contextlib
import copyreg
import functools
import importlib
import json
import math
import os
import pickle
import random
import re
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType

PIPELINE = Path(__file__).resolve().parent
# A run of Shiploop has a folder of its own; `python -m pipeline` and DVC use one that stays the same.
RUN = Path(os.environ.get("SHIPLOOP_RUN") or PIPELINE.parent / ".shiploop" / "runs" / "local")

_memory = {}
_measured = {}
_told = {}
_started = time.perf_counter()
_started_in = os.getcwd()


def load(stage):
    """Values after a stage, by name. The random streams and the working folder go on where that stage left them."""
    if stage in _memory:
        return _memory.pop(stage)
    path = RUN / "artifacts" / f"{stage}.joblib"
    if not path.exists():
        sys.exit(f"{path} is missing: run the stage {stage} first (python -m pipeline {stage}).")
    with path.open("rb") as file:
        values = pickle.load(file)
    _restore_random_streams(values.pop(STREAMS))
    os.chdir(values.pop(FOLDER, _started_in))
    return values


def save(stage, values, names):
    """Keeps the values that later stages, or the model that is built from them, need."""
    kept = {name: values[name] for name in names}
    _memory[stage] = kept
    path = RUN / "artifacts" / f"{stage}.joblib"
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".tmp")
    with aside.open("wb") as file:
        _dump({**kept, STREAMS: _random_streams(), **_folder()}, file)
    os.replace(aside, path)
    _record_seconds(stage)


def params(stage):
    """Parameters of a stage from params.yaml: one `name: value` a line, below the name of the stage."""
    path = PIPELINE / "params.yaml"
    found, current = {}, None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = re.match(r"( *)([\w.-]+):(?:\s+(.*))?$", line)
        if line.strip() == "" or line.lstrip().startswith("#"):
            continue
        if not match:
            sys.exit(f"{path}, line {number}: not a `name: value`.")
        indent, name, value = match.groups()
        if indent == "":
            current = name
        elif current == stage:
            found[name] = _scalar(value or "")
    return found


def measure(name, value):
    """Remembers a metric that a function computes, and hands it on."""
    _measured[name] = value
    return value


def told(name, result):
    """Keeps the metric that a function computed during this call, and hands on what the call returned."""
    _told[name] = _measured.pop(name)
    return result


def measured(name):
    """The metric that a function computed under this name: during the call that was asked, else last."""
    return _told.pop(name) if name in _told else _measured.pop(name)


def write_metrics(metrics):
    """Writes metrics.json in full precision; an array, as of scores by fold, counts with its mean."""
    values = {name: _number(value) for name, value in metrics.items()}
    RUN.mkdir(parents=True, exist_ok=True)
    text = json.dumps(values, indent=2) + "\n"
    (RUN / "metrics.json").write_text(text, encoding="utf-8")
    return values


def _number(value):
    if isinstance(value, dict):  # of cross_validate
        value = value["test_score"]
    number = float(value.mean() if hasattr(value, "mean") else value)
    return number if math.isfinite(number) else None


def with_extra_rows(frame, path, make=None):
    """The frame with the rows of a CSV file below its own, for a rebuild with rows that came later.

    The features that the frame has already are made of them first. Rows that miss a value where no row of the frame
    does are left out: the notebook has no way for them.
    """
    if path is None:
        return frame
    import pandas as pd

    extra = pd.read_csv(os.path.join(_started_in, path))
    if make is not None:
        extra = make(extra)
    shared = [name for name in frame.columns if name in extra.columns]
    complete = [name for name in shared if not frame[name].isna().any()]
    extra = extra[shared].dropna(subset=complete)
    for name in shared:
        with contextlib.suppress(ValueError, TypeError):
            extra[name] = extra[name].astype(frame[name].dtype)
    if pd.api.types.is_integer_dtype(frame.index):
        # Labels that no row of the notebook's data has, not even one that the notebook left out of the frame.
        first = max(int(frame.index.max()) + 1, 10**9)
        extra.index = range(first, first + len(extra))
    return pd.concat([frame, extra])


@contextlib.contextmanager
def random_streams_kept():
    """What runs inside draws no random numbers from what comes after."""
    streams = _random_streams()
    try:
        yield
    finally:
        _restore_random_streams(streams)


STREAMS = "__random_streams__"
FOLDER = "__working_folder__"


def _folder():
    return {} if os.getcwd() == _started_in else {FOLDER: os.getcwd()}


def _random_streams():
    streams = {"random": random.getstate()}
    if "numpy" in sys.modules:
        streams["numpy"] = sys.modules["numpy"].random.get_state()
    if "torch" in sys.modules:
        streams["torch"] = sys.modules["torch"].get_rng_state()
    return streams


def _restore_random_streams(streams):
    random.setstate(streams["random"])
    if "numpy" in streams:
        import numpy

        numpy.random.set_state(streams["numpy"])
    if "torch" in streams:
        import torch

        torch.set_rng_state(streams["torch"])


def _dump(values, file):
    if "xgboost" in sys.modules:
        copyreg.pickle(sys.modules["xgboost"].DMatrix, _rows_of)
    if "lightgbm" in sys.modules:
        copyreg.pickle(sys.modules["lightgbm"].Dataset, _bins_of)
    if "catboost" in sys.modules:
        copyreg.pickle(sys.modules["catboost"].Pool, _pool_of)
    try:
        pickle.dump(values, file, protocol=4)
    except (pickle.PicklingError, AttributeError, TypeError):
        # Functions that were made inside a stage can't be found by name: they are stored with their code.
        file.seek(0)
        file.truncate()
        # `torch.classes` is a module of a class of its own, which cloudpickle takes for a value.
        for module in list(sys.modules.values()):
            if isinstance(module, ModuleType) and type(module) is not ModuleType:
                copyreg.pickle(type(module), _by_name)
        _cloudpickle().dump(values, file, protocol=4)


def _rows_of(table):
    """XGBoost's tables hold pointers: they are stored as the rows that they were made from."""
    given = {"label": table.get_label(), "weight": table.get_weight(), "base_margin": table.get_base_margin()}
    given = {name: values for name, values in given.items() if values.size > 0}
    names = {"feature_names": table.feature_names, "feature_types": table.feature_types}
    categories = "c" in (table.feature_types or [])
    return functools.partial(type(table), table.get_data(), **given, **names, enable_categorical=categories), ()


def _bins_of(table):
    """LightGBM's tables hold pointers once they were trained on, and their rows no more: they are stored as it stores them."""
    if table._handle is None:
        return table.__reduce_ex__(4)
    with tempfile.TemporaryDirectory() as folder:
        table.save_binary(os.path.join(folder, "rows"))
        return _with_bins, ((Path(folder) / "rows").read_bytes(),)


def _with_bins(stored):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "rows").write_bytes(stored)
        return importlib.import_module("lightgbm").Dataset(os.path.join(folder, "rows")).construct()


def _pool_of(pool):
    """CatBoost's tables, of numbers only: those with categories don't give their rows back."""
    given = {"label": pool.get_label(), "weight": pool.get_weight(), "baseline": pool.get_baseline()}
    given = {name: values for name, values in given.items() if values is not None and len(values) > 0}
    names = pool.get_feature_names()
    return functools.partial(type(pool), pool.get_features(), **given, feature_names=names), ()


def _by_name(module):
    return importlib.import_module, (module.__name__,)


def _cloudpickle():
    try:
        import cloudpickle
    except ImportError:
        from joblib.externals import cloudpickle  # where joblib before 1.6 keeps it
    return cloudpickle


def _record_seconds(stage):
    global _started
    path = RUN / "run.json"
    now = time.perf_counter()
    run = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"schema": 1, "seconds": {}}
    run["seconds"][stage] = round(now - _started, 3)
    path.write_text(json.dumps(run, indent=2) + "\n", encoding="utf-8")
    _started = now


def _scalar(text):
    text = re.sub(r"\s+#.*$", "", text).strip() if not text.startswith(("'", '"')) else text.strip()
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?\d+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", text, re.IGNORECASE):
        return float(text)
    if text.startswith('"'):
        return json.loads(re.sub(r"\s+#[^\"]*$", "", text))
    if text.startswith("'"):
        return re.sub(r"\s+#[^']*$", "", text)[1:-1].replace("''", "'")
    return text
