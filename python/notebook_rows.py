"""Which rows a model was fitted to and tested on, while a notebook runs: are some of them the same?

Two rows are the same when they are the same row of one table: by their positions, where `train_test_split` or a slice made
both parts, else by their label and their values. Rows that only have equal values are counted apart: the data may hold them
twice.
"""

import contextlib
import functools
import importlib.util
import math
import sys
import weakref

# More would take minutes, and gigabytes.
MOST_VALUES = 20_000_000
# Two tables that are both numbered from 0: so many rows with one number must be equal, and all of them.
FRESH_LABELS = 10


class Rows:
    """Remembers the rows that the fit and the test were given last, and where rows came from."""

    def __init__(self):
        self.given = {}
        self.pair = None
        self.known = {}
        self.roots = 0

    def watch(self):
        """From the import of scikit-learn on, its splits tell which rows they picked."""
        sys.meta_path.insert(0, SplitFinder(self))

    def give(self, side, value):
        self.given[side] = value
        return value

    def measured(self):
        """A metric was computed: of the rows that were given last."""
        if len(self.given) == 2:
            self.pair = (self.given["train"], self.given["test"])

    def compared(self):
        """Counts of rows; None when there is nothing to compare. It must not end a run that is right."""
        try:
            return None if self.pair is None else self.compare(*self.pair)
        except Exception:
            return None

    def compare(self, train, test):
        if values_in(train) + values_in(test) > MOST_VALUES or min(length(train), length(test)) == 0:
            return None
        trained, tested = hashes(train, test)
        held = set(trained)
        equal = [value in held for value in tested]
        same = self.same_positions(train, test)
        if same is None:
            same = same_labels(train, test, trained, tested)
        found = same or [False] * len(tested)
        return {
            "trained": len(trained),
            "tested": len(tested),
            "same": None if same is None else sum(same),
            "equal": sum(1 for one, other in zip(equal, found) if one and not other),
        }

    def same_positions(self, train, test):
        one, other = self.origin(train), self.origin(test)
        if one is None or other is None or one[0] != other[0]:
            return None
        held = set(one[1])
        return [position in held for position in other[1]]

    def origin(self, rows):
        """The table that rows were picked from, and their positions in it; None when that is not known."""
        known = self.known.get(id(rows))
        if known is not None and known[0]() is rows and known[2] is not None:
            return known[1:]
        numpy = sys.modules.get("numpy")
        if numpy is None or not isinstance(rows, numpy.ndarray) or rows.ndim == 0 or rows.strides[0] <= 0:
            return None
        # Slices are views: where in the memory of their owner a row begins says which row it is.
        owner = rows
        while isinstance(owner.base, numpy.ndarray):
            owner = owner.base
        first, step = rows.ctypes.data - owner.ctypes.data, rows.strides[0]
        known = self.known.get(id(owner))
        if known is None or known[0]() is not owner:
            self.remember(owner, self.new_root(), None)
            known = self.known[id(owner)]
        _, root, positions = known
        if positions is None:
            return (root, rows.strides[1:]), range(first, first + step * len(rows), step)
        below = owner.strides[0]
        if rows.strides[1:] != owner.strides[1:] or first % below or step % below:
            return None
        return root, [positions[(first + step * at) // below] for at in range(len(rows))]

    def origin_or_root(self, table):
        known = self.origin(table)
        if known is None:
            known = (self.new_root(), range(length(table)))
            self.remember(table, *known)
        return known

    def new_root(self):
        self.roots += 1
        return self.roots

    def remember(self, rows, root, positions):
        key = id(rows)
        try:
            reference = weakref.ref(rows, lambda _: self.known.pop(key, None))
        except TypeError:  # lists can't be referred to weakly
            reference = functools.partial(lambda kept: kept, rows)
        self.known[key] = (reference, root, positions)

    def splits(self, original):
        @functools.wraps(original)
        def train_test_split(*tables, **options):
            if not tables:
                return original(*tables, **options)
            import numpy

            # One more array is split alike, and draws nothing more.
            *parts, train, test = original(*tables, numpy.arange(length(tables[0])), **options)
            with contextlib.suppress(Exception):  # the notebook goes on, whatever its tables are
                for at, table in enumerate(tables):
                    root, positions = self.origin_or_root(table)
                    for part, picks in ((parts[2 * at], train), (parts[2 * at + 1], test)):
                        self.remember(part, root, [int(positions[pick]) for pick in picks])
            return parts

        return train_test_split


class SplitFinder:
    """Stands before the other finders until the module of the splits is loaded."""

    def __init__(self, rows):
        self.rows = rows

    def find_spec(self, name, path=None, target=None):
        if name != "sklearn.model_selection._split":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module

            def exec_module(module):
                run(module)
                module.train_test_split = self.rows.splits(module.train_test_split)

            spec.loader.exec_module = exec_module
        return spec


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
