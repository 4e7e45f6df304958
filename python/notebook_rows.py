"""Which rows a model was fitted to and tested on, while a notebook runs: are some of them the same?

Two rows are the same when they are the same row of one table: by their positions, where `train_test_split` or a slice made
both parts, else by their label and their values. Rows that only have equal values are counted apart: the data may hold them
twice.
"""

import contextlib
import functools
import importlib.util
import sys
import weakref

from notebook_answers import answers_in
from notebook_row_values import hashes, length, same_labels, values_in

# More would take minutes, and gigabytes.
MOST_VALUES = 20_000_000


class Rows:
    """Remembers the rows that the fit and the test were given last, or in each fold, and where rows came from."""

    def __init__(self):
        self.given = {}
        self.pairs = []
        self.folds = False
        self.known = {}
        self.roots = 0

    def watch(self):
        """From the import of scikit-learn on, its splits tell which rows they picked."""
        sys.meta_path.insert(0, SplitFinder(self))

    def give(self, side, value):
        if side == "fold":
            self.folds = True
            if "train" in self.given:
                self.pairs.append((self.given["train"], value))
        else:
            self.given[side] = value
        return value

    def picks(self, table):
        """Something of which the notebook then picks rows: `X[train]`, `df.iloc[test]`."""
        return Picked(self, table)

    def measured(self):
        """A metric was computed: of the rows that were given last."""
        if "train" in self.given and "test" in self.given:
            self.pairs = [(self.given["train"], self.given["test"])]

    def compared(self):
        """Counts of rows; None when there is nothing to compare. It must not end a run that is right."""
        try:
            values = sum(values_in(train) + values_in(test) for train, test in self.pairs)
            if not self.pairs or values > MOST_VALUES or min(length(rows) for pair in self.pairs for rows in pair) == 0:
                return None
            counts = [self.compare(train, test) for train, test in self.pairs]
        except Exception:
            return None
        same = [count["same"] for count in counts]
        return {
            "trained": max(count["trained"] for count in counts),
            "tested": sum(count["tested"] for count in counts),
            "same": None if None in same else sum(same),
            "equal": sum(count["equal"] for count in counts),
            **({"folds": len(counts)} if self.folds else {}),
            **self.answers(),
        }

    def answers(self):
        """Features that say the target itself in every row that the model was fitted to, by name or position."""
        try:
            found = answers_in(self.given["features"], self.given["target"], self.given.get("model"), MOST_VALUES)
        except Exception:  # it was fitted to something else than a table
            return {}
        return {"answers": found} if found else {}

    def compare(self, train, test):
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

    def picked(self, table, key, part):
        """Which rows an index has picked, where it picks by position or by a mask, or labels are unique."""
        numpy = sys.modules.get("numpy")
        by_label = type(table).__name__ == "_LocIndexer"
        base = table.obj if by_label or type(table).__name__ == "_iLocIndexer" else table
        pick = key[0] if isinstance(key, tuple) else key
        if numpy is None or not hasattr(base, "shape") or not hasattr(part, "shape") or isinstance(pick, slice):
            return
        if hasattr(pick, "index") and hasattr(base, "index") and not pick.index.equals(base.index):
            return
        mask = numpy.asarray(pick)
        if mask.ndim != 1 or mask.dtype.kind not in ("b" if base is table and hasattr(base, "index") else "biuO"):
            return
        if mask.dtype.kind == "b" or not by_label:
            positions = numpy.arange(length(base))[mask]
        elif base.index.is_unique:
            positions = base.index.get_indexer(part.index)
        else:
            return
        if len(positions) == length(part) and (positions >= 0).all():
            root, known = self.origin_or_root(base)
            self.remember(part, root, [known[position] for position in positions.tolist()])

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


class Picked:
    """Stands for a table where rows are picked of it."""

    def __init__(self, rows, table):
        self.rows, self.table = rows, table

    def __getitem__(self, key):
        part = self.table[key]
        with contextlib.suppress(Exception):  # the notebook goes on, whatever it has picked
            self.rows.picked(self.table, key, part)
        return part


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
