"""Statements that write in place into an object or what it holds: whatever else they show in shares memory with it."""

import array
import collections
import io
import random
import types

import numpy
import pandas
import scipy.sparse


def writes(value, text, depth=0):
    """Statements, as text, that change the value that the expression `text` gives."""
    if depth > 2:
        return []
    if isinstance(value, numpy.ndarray):
        return array_writes(value, text)
    if isinstance(value, pandas.DataFrame):
        return [f"{text}['new'] = 1", f"{text}.index.name = 'q'", f"{text}.columns.name = 'q'", *about(text, depth)] + (
            [f"{text}.iloc[0, 0] = {cell(value.dtypes.iloc[0])}"] if value.size else []
        )
    if isinstance(value, pandas.Series):
        return [f"{text}.name = 'q'", f"{text}.index.name = 'q'", *about(text, depth)] + (
            [f"{text}.iloc[0] = {cell(value.dtype)}"] if len(value) else []
        )
    if isinstance(value, pandas.Index):
        return [f"{text}.name = 'q'"] if value.nlevels == 1 else [f"{text}.names = {[*'qrstuvw'][: value.nlevels]}"]
    if isinstance(value, pandas.api.extensions.ExtensionArray):
        return [f"{text}[0] = {text}[1]"] if len(value) > 1 else []
    if scipy.sparse.issparse(value):
        return [f"{text}.data[...] = 7"] if isinstance(getattr(value, "data", None), numpy.ndarray) else []
    if isinstance(value, collections.deque) or type(value) is list:
        return [f"{text}.append(7)", *parts(list(value)[:3], text, depth)]
    if isinstance(value, bytearray):
        return [f"{text}.append(7)"]
    if isinstance(value, array.array):
        return [f"{text}.append({text}[0])"] if value else []
    if isinstance(value, memoryview):
        return [f"{text}[0] = 7"] if value.nbytes and not value.readonly else []
    if isinstance(value, tuple):
        return parts(value[:4], text, depth)
    if isinstance(value, dict):
        found = [f"{text}['q'] = 7"]
        for key in list(value)[:3]:
            if isinstance(key, (str, int)):
                found += writes(value[key], f"{text}[{key!r}]", depth + 1)
        return found
    if isinstance(value, set):
        return [f"{text}.add('q')"]
    if isinstance(value, (numpy.random.Generator, numpy.random.RandomState, random.Random)):
        return [f"{text}.random()"]
    if isinstance(value, io.StringIO):
        return [f"{text}.write('q')"]
    if isinstance(value, io.BytesIO):
        return [f"{text}.write(b'q')"]
    if isinstance(value, io.TextIOWrapper):
        return [f"{text}.readline()"] if value.readable() else []
    if hasattr(value, "__next__"):
        return [f"next({text})", f"for part in itertools.islice({text}, 3):\n    part[:1] = [9]"]
    if isinstance(value, (type, types.ModuleType, types.FunctionType, types.MethodType, types.BuiltinFunctionType)):
        return []
    return object_writes(value, text, depth)


def about(text, depth):
    return [] if depth else [f"{text}.attrs['q'] = 1"]


def array_writes(value, text):
    if value.size == 0 or not value.flags.writeable or isinstance(value, numpy.recarray):
        return []
    kind = value.dtype.kind
    if kind in "fiuc":
        return [f"{text}[...] = 7"]
    if kind == "b":
        return [f"{text}[...] = ~{text}"]
    if kind == "U":
        return [f"{text}[...] = 'q'"]
    if kind == "O":
        inner = parts([value.flat[0]], f"{text}.flat", 1) if value.ndim else []
        return [f"{text}[...] = None", *inner]
    return [f"{text}[...] = {text}.flat[-1]"] if kind in "mMV" else []


def cell(dtype):
    kind = getattr(dtype, "kind", "O")
    return {"b": "False", "M": "pandas.Timestamp(0)", "m": "pandas.Timedelta(7)"}.get(kind, "77" if kind in "fiuc" else "None")


def parts(values, text, depth):
    return [each for at, part in enumerate(values) for each in writes(part, f"{text}[{at}]", depth + 1)]


def object_writes(value, text, depth):
    attributes = getattr(value, "__dict__", None)
    if not isinstance(attributes, dict):
        return []
    found = [f"{text}.q = 7"]
    for name, part in list(attributes.items())[:12]:
        # Lists of what an estimator learned are for reading.
        if name.endswith("_") and isinstance(part, list) or name in ("root_", "dummy_leaf_"):
            continue
        if not name.startswith("_") and name.isidentifier() and hasattr(value, name):
            found += writes(part, f"{text}.{name}", depth + 1)
    return found
