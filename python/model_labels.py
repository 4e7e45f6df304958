"""How the raw column of the ground truth becomes what the model predicts: `Yes` the class 1, a price its logarithm.

Read off the data: what stands in the raw column in the tested rows, beside the truth that the notebook judges by. So
whoever sends labels later may send them as they stand in the data (src/build/model/truth.ts).
"""
import numpy as np

from model_answers import label_of
from model_graph import missing
from model_rows import by_label

FUNCTIONS = {
    "same": lambda x: x,
    "log": np.log,
    "log1p": np.log1p,
    "log2": np.log2,
    "log10": np.log10,
    "sqrt": np.sqrt,
}
NAMES = 200  # more values than this are no names of classes


def labels_of(column, reference, stages, truth, is_classification):
    """For the signature; None where the column holds the truth itself, or nothing is known of it."""
    series = by_label(column, reference.index, stages)
    if series is None or not truth:
        return None
    raw = series.iloc[reference.tested].tolist()
    if any(missing(value) for value in raw):
        return None
    plain = {"column": column, "names": None, "function": "same", "scale": 1.0, "offset": 0.0}
    if is_classification:
        names = names_of([label_of(value) for value in raw], truth)
        return None if names is None else {**plain, "names": names}
    try:
        found = function_of(np.asarray(raw, dtype=float), np.asarray(truth, dtype=float))
    except (TypeError, ValueError):
        return None
    return None if found is None else {**plain, **found}


def names_of(raw, truth):
    names = dict(zip(raw, truth))
    told = all(names[value] == name for value, name in zip(raw, truth))
    same = all(value == name for value, name in names.items())
    return None if same or not told or len(names) > NAMES else names


def function_of(raw, truth):
    """The first of these that gives the truth of every row, then the first that does on another scale."""
    if len(np.unique(raw)) < 3 or is_same(raw, truth):
        return None
    made = {}
    with np.errstate(all="ignore"):
        for name, function in FUNCTIONS.items():
            made[name] = function(raw)
            if is_same(made[name], truth):
                return {"function": name}
    low, high = int(raw.argmin()), int(raw.argmax())
    for name, values in made.items():
        if not np.isfinite(values).all() or truth[low] == truth[high]:
            continue
        scale = (truth[high] - truth[low]) / (values[high] - values[low])
        offset = truth[low] - scale * values[low]
        if is_same(scale * values + offset, truth):
            return {"function": name, "scale": float(scale), "offset": float(offset)}
    return None


def is_same(one, other):
    # A truth in float32 has seven digits.
    return bool(np.allclose(one, other, rtol=1e-6, atol=1e-6 * max(float(np.std(other)), 1e-300)))
