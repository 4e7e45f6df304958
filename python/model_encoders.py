"""Encoders of categories as nodes of the graph: a table of what each category becomes."""
import numpy as np

from model_graph import Part, columns, lookup, missing

UNSEEN = "\u0001shiploop"  # no person's category begins with this control character


def one_hot_encoder(graph, fitted, table):
    result, at = [], 0
    for column, part in enumerate(columns(graph, table)):
        categories = list(fitted.categories_[column])
        rare = getattr(fitted, "infrequent_categories_", [None] * len(fitted.categories_))[column]
        rare = 0 if rare is None else len(rare)
        dropped = fitted.drop_idx_ is not None and fitted.drop_idx_[column] is not None
        wide = len(categories) - rare + (1 if rare else 0) - (1 if dropped else 0)
        result.append(encode(graph, fitted, column, part, slice(at, at + wide)))
        at += wide
    return result


def one_column_encoder(graph, fitted, table):
    """OrdinalEncoder and TargetEncoder: one column each, or one for each class."""
    parts = columns(graph, table)
    classes = getattr(fitted, "classes_", None)
    wide = len(classes) if getattr(fitted, "target_type_", "") == "multiclass" else 1
    return [
        encode(graph, fitted, column, part, slice(column * wide, (column + 1) * wide))
        for column, part in enumerate(parts)
    ]


def label_encoder(graph, fitted, table):
    part = table[0]
    graph.note(graph.unknown, part.origins[0], "refused: LabelEncoder knows only the categories that it was fitted on")
    if not part.filled:
        graph.note(graph.missing, part.origins[0], "refused: LabelEncoder was fitted without missing values")
    rows = np.arange(len(fitted.classes_), dtype=np.float64)
    return [Part(lookup(graph, part, list(fitted.classes_), rows, [0.0]), "number", part.names, part.origins)]


def encode(graph, fitted, column, part, where):
    """A table of what the encoder makes of each category, of an unknown one and of a missing value.

    The encoder itself is asked, one category at a time: whatever its options say, the table says the same.
    """
    step = type(fitted).__name__
    origin = part.origins[0]
    known = [key for key in fitted.categories_[column] if not missing(key)]
    rows = [encoded(fitted, column, key)[where] for key in known]
    unseen = unseen_value(known)
    otherwise, refusal = attempt(lambda: encoded(fitted, column, unseen)[where])
    if refusal is None:
        graph.note(graph.unknown, origin, described(step, otherwise))
    else:
        graph.note(graph.unknown, origin, f"refused: {step} knows only the categories that it was fitted on")
        otherwise = np.zeros_like(rows[0])
    keys = list(known)
    missing_notes = {} if part.filled else graph.missing
    for nothing in (np.nan, None):
        row, refusal = attempt(lambda value=nothing: encoded(fitted, column, value)[where])
        if refusal is None:
            keys.append(None if part.kind == "text" else np.nan)
            rows.append(row)
            was_known = len(known) < len(fitted.categories_[column])
            graph.note(missing_notes, origin, "a category of its own" if was_known else described(step, row))
            break
    else:
        graph.note(missing_notes, origin, f"refused: {step} was fitted without missing values")
    ref = lookup(graph, part, keys, rows, otherwise)
    wide = where.stop - where.start
    new_names = part.names if wide == 1 else [f"{part.names[0]} {at}" for at in range(wide)]
    return Part(ref, "number", new_names, [origin] * wide)


def encoded(fitted, column, value):
    """The encoder's row for this value in this column and the first category in all others."""
    import pandas as pd

    named = getattr(fitted, "feature_names_in_", None)
    firsts = [categories[0] for categories in fitted.categories_]
    firsts[column] = value
    data = {}
    for at, first in enumerate(firsts):
        dtype = object if missing(first) or fitted.categories_[at].dtype.kind in "OUSb" else None
        data[at if named is None else named[at]] = pd.Series([first], dtype=dtype)
    frame = pd.DataFrame(data)
    row = fitted.transform(frame if named is not None else frame.to_numpy(dtype=object))
    row = row.toarray() if hasattr(row, "toarray") else np.asarray(row)
    return row[0].astype(np.float64)


def unseen_value(known):
    if known and not isinstance(known[0], str):
        return max(known) + 1 if not isinstance(known[0], (bool, np.bool_)) else 2
    return UNSEEN


def attempt(ask):
    try:
        return ask(), None
    except Exception as error:
        return None, error


def described(step, row):
    if step == "OneHotEncoder":
        if not np.any(row):
            return "none of the known categories (all zeros)"
        return "the infrequent categories"
    if step == "TargetEncoder":
        return "the mean of the target"
    return f"encoded as {', '.join(f'{value:.6g}' for value in row)}"
