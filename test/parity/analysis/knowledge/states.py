"""What can be seen of an object, and of all that a program shares: as plain texts and tuples that can be compared."""

import array
import collections
import decimal
import gc
import io
import itertools
import locale
import logging
import os
import pathlib
import random
import sys
import tempfile
import types
import warnings

import numpy
import pandas
from pandas._config import config

DEPTH = 7


def seen(value, depth=0, path=()):
    """Everything of a value that a later statement could see, down to a depth."""
    if value is None or isinstance(value, (bool, int, float, complex, str, bytes, type, decimal.Decimal, range)):
        return (type(value).__name__, repr(value))
    if id(value) in path or depth > DEPTH:
        return ("again", type(value).__name__)
    within = (*path, id(value))

    def more(part):
        return seen(part, depth + 1, within)

    name = type(value).__name__
    if isinstance(value, numpy.ma.MaskedArray):
        return (name, value.shape, repr(value.filled(0).tolist()), repr(numpy.ma.getmaskarray(value).tolist()))
    if isinstance(value, numpy.ndarray):
        about = (name, str(value.dtype), value.shape, value.flags.writeable)
        if value.dtype == object:
            return (*about, tuple(more(part) for part in value.ravel().tolist()))
        return (*about, value.tobytes())
    if isinstance(value, numpy.generic):
        return (name, repr(value))
    if isinstance(value, pandas.DataFrame):
        columns = tuple(more(value.iloc[:, at]) for at in range(value.shape[1]))
        return (name, more(value.columns), more(value.index), columns, more(dict(value.attrs)), repr(value.flags))
    if isinstance(value, pandas.Series):
        cells = more(numpy.asarray(value.array, dtype=object))
        return (name, repr(value.name), str(value.dtype), more(value.index), cells, more(dict(value.attrs)))
    if isinstance(value, pandas.Index):
        return (name, repr(list(value.names)), str(value.dtype), more(numpy.asarray(value, dtype=object)))
    if isinstance(value, pandas.api.extensions.ExtensionArray):
        return (name, str(value.dtype), more(numpy.asarray(value, dtype=object)))
    if isinstance(value, collections.deque):
        return (name, value.maxlen, tuple(more(part) for part in value))
    if isinstance(value, (list, tuple)):
        return (name, tuple(more(part) for part in value), rest_of(value, more))
    if isinstance(value, (dict, types.MappingProxyType, os._Environ)):
        parts = tuple((more(key), more(part)) for key, part in list(value.items()))
        return (name, parts, rest_of(value, more))
    if isinstance(value, (set, frozenset)):
        return (name, tuple(sorted(map(repr, map(more, value)))))
    if isinstance(value, (bytearray, memoryview, array.array)):
        return (name, bytes(value))
    if isinstance(value, random.Random):
        try:
            return (name, value.getstate())
        except NotImplementedError:
            return (name,)
    if isinstance(value, numpy.random.RandomState):
        return (name, numbers(value.get_state()))
    if isinstance(value, numpy.random.Generator):
        return (name, repr(value.bit_generator.state))
    if isinstance(value, numpy.random.BitGenerator):
        return (name, repr(value.state))
    if isinstance(value, numpy.random.SeedSequence):
        return (name, repr(value.state))
    if isinstance(value, (io.StringIO, io.BytesIO)):
        return (name, value.closed or (value.getvalue(), value.tell()))
    if isinstance(value, io.IOBase):
        try:
            return (name, value.closed, value.seekable() and value.tell())
        except (OSError, ValueError):
            return (name, value.closed)
    if isinstance(value, (pathlib.PurePath, pandas.Timedelta, pandas.Timestamp)):
        return (name, str(value))
    if isinstance(value, types.MethodType):
        return (name, value.__name__, more(value.__self__))
    if isinstance(value, types.FunctionType):
        cells = tuple(more(cell.cell_contents) for cell in value.__closure__ or ())
        return (name, value.__qualname__, cells, more(dict(vars(value))))
    if isinstance(value, types.ModuleType):
        return (name, value.__name__)
    if isinstance(value, itertools.count):
        return (name, repr(value))
    reduced = reduction(value) if hasattr(value, "__next__") else None
    if reduced is not None:
        return (name, more(reduced))
    attributes = {key: part for key, part in attributes_of(value).items() if key not in CACHES}
    if attributes:
        return (name, tuple((key, more(part)) for key, part in attributes.items()))
    text = repr(value)
    return (name, "" if " at 0x" in text or " object" in text else text)


CACHES = {"_has_sorted_indices", "_has_canonical_format", "has_canonical_format", "_cache", "_item_cache", "_hash", "__orig_class__"}


def rest_of(value, more):
    """What an object of a class that goes back to a list or dictionary has besides."""
    return more(dict(vars(value))) if hasattr(value, "__dict__") else ()


def attributes_of(value):
    found = dict(vars(value)) if hasattr(value, "__dict__") and not isinstance(vars(value), types.MappingProxyType) else {}
    for kind in type(value).__mro__:
        for key in [kind.__slots__] if isinstance(getattr(kind, "__slots__", ()), str) else getattr(kind, "__slots__", ()):
            if key not in ("__dict__", "__weakref__") and hasattr(value, key) and not key.startswith("__"):
                found[key] = getattr(value, key)
    return found


def reduction(value):
    """Where an iterator of Python's own stands."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _, *parts = value.__reduce__()
        return parts
    except (TypeError, AttributeError, ValueError):
        return None


def numbers(state):
    return tuple(part.tobytes() if isinstance(part, numpy.ndarray) else part for part in state)


def options():
    return {path: repr(value) for path, value in flat(config._global_config)}


def flat(tree, path=""):
    for key, value in tree.items():
        yield from flat(value, f"{path}.{key}") if isinstance(value, dict) else [(f"{path}.{key}"[1:], value)]


def contents():
    """Files below the working folder of the audit, which is its own."""
    found = {}
    for folder, _, files in os.walk(FOLDER):
        found[os.path.relpath(folder, FOLDER)] = "folder"
        for name in files:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, FOLDER)] = file.read()
    return found


#: Made here, and emptied again and again: nobody's own folder.
FOLDER = os.path.realpath(tempfile.mkdtemp(prefix="audit-"))
os.chdir(FOLDER)


def learn_config():
    import sklearn

    return repr(sklearn.get_config())


#: What all parts of a program share: how it is read, and the text that a later statement would ask for it with.
SHARED = {
    "numpy's stream": (lambda: numbers(numpy.random.get_state()), "print(numpy.random.rand())"),
    "random's stream": (random.getstate, "print(random.random())"),
    "the environment": (lambda: dict(os.environ), "print(dict(os.environ))"),
    "the working folder": (os.getcwd, "print(os.getcwd())"),
    "files": (contents, None),
    "how numpy prints": (
        lambda: repr(sorted(numpy.get_printoptions().items(), key=str)),
        "print(numpy.array([1 / 3, 2e9]))",
    ),
    "how numpy warns": (lambda: repr((numpy.geterr(), numpy.geterrcall(), numpy.getbufsize())), "print(numpy.geterr())"),
    "pandas' options": (options, "print(pandas.get_option('display.max_rows'), pandas.DataFrame({'a': [1 / 3] * 99}))"),
    "the filters of warnings": (lambda: repr(warnings.filters), "print(warnings.filters)"),
    "the context of decimals": (
        lambda: repr((decimal.getcontext().prec, decimal.getcontext().rounding)),
        "print(decimal.Decimal(1) / decimal.Decimal(3))",
    ),
    "the locale": (lambda: locale.setlocale(locale.LC_ALL), "print(locale.localeconv())"),
    "scikit-learn's settings": (learn_config, "print(sklearn.get_config())"),
    "logging": (
        lambda: repr((logging.root.level, logging.root.handlers, logging.root.manager.disable)),
        "print(logging.root.level, logging.root.handlers)",
    ),
    "the interpreter": (
        lambda: repr((sys.getrecursionlimit(), gc.isenabled(), gc.get_threshold(), sys.path, sys.excepthook, sys.displayhook)),
        "print(sys.getrecursionlimit(), sys.path)",
    ),
}


def shared():
    return {name: read() for name, (read, _) in SHARED.items()}
