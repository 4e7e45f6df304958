"""Rows of two tables, arrays or sparse matrices, by their values: which are equal, and which have one label."""

import math

# Two tables that are both numbered from 0: so many rows with one number must be equal, and all of them.
FRESH_LABELS = 10


def length(rows):
    return int(rows.shape[0]) if hasattr(rows, "shape") else len(rows)


def values_in(rows):
    shape = getattr(rows, "shape", (len(rows),)) if not hasattr(rows, "nnz") else (rows.nnz,)
    return math.prod(shape)


def hashes(train, test):
    """One value for each row, equal where the values in the columns that both have are equal."""
    one, other = columns_of(train), columns_of(test)
    shared = [name for name in one if name in other]
    if not shared or (set(one) != set(other) and not (is_table(train) and is_table(test))):
        raise ValueError("rows of different kinds")
    return list(zip(*(one[name] for name in shared))), list(zip(*(other[name] for name in shared)))


def is_table(rows):
    return hasattr(rows, "columns") and hasattr(rows, "index")


def columns_of(rows):
    """Hashable columns by name; those of an array by number."""
    if is_table(rows):
        return {name: plain(rows.iloc[:, at]) for at, name in enumerate(rows.columns)}
    if hasattr(rows, "toarray"):
        matrix = rows.tocsr().sorted_indices()
        bounds = list(zip(matrix.indptr[:-1], matrix.indptr[1:]))
        return {0: [(matrix.indices[a:b].tobytes(), matrix.data[a:b].tobytes()) for a, b in bounds]}
    if hasattr(rows, "reshape") and getattr(rows, "ndim", 1) > 1:
        table = rows.reshape(rows.shape[0], -1)
        if table.shape[1] > 64 and table.dtype.kind in "biuf":
            import numpy

            # Whole rows at once; where both sides are that wide, both are compared so.
            wide = numpy.ascontiguousarray(table, dtype=float)
            return {("wide", table.shape[1]): [row.tobytes() for row in wide]}
        return {at: plain(table[:, at]) for at in range(table.shape[1])}
    return {0: plain(rows)}


def plain(column):
    return [plain_value(value) for value in (column.tolist() if hasattr(column, "tolist") else column)]


def plain_value(value):
    try:
        hash(value)
        # NaN is not equal to itself; here two missing values are.
        return value if value == value else "nan"
    except TypeError:  # a list, or pandas.NA
        return str(value)


def same_labels(train, test, trained, tested):
    """Rows with one label and equal values; None where labels tell nothing."""
    one, other = getattr(train, "index", None), getattr(test, "index", None)
    if not hasattr(one, "is_unique") or not hasattr(other, "is_unique"):
        return None
    if not one.is_unique or not other.is_unique or one.nlevels != other.nlevels or one.dtype != other.dtype:
        return None
    held = dict(zip(one.tolist(), trained))
    shared = [label in held for label in other.tolist()]
    same = [label in held and held[label] == value for label, value in zip(other.tolist(), tested)]
    if is_fresh(one) and is_fresh(other) and (sum(shared) < FRESH_LABELS or same != shared):
        return None
    return same


def is_fresh(index):
    """Numbered from 0: by the table itself, not by the table that it was picked from."""
    return index.dtype.kind in "iu" and len(index) > 0 and index[0] == 0 and index[-1] == len(index) - 1
