"""The notebook's way from its data to the model's table as a program for rows that come later.

The statements run once on the notebook's own data. Whatever they compute of the table as a whole (a median, the
categories of a column, edges of bins, a fitted encoder, the answer of an `if`) is kept; run again on other rows, the
same statements take what was kept and compute the rest of these rows. Whether that is right for a row by itself is
for the caller to show: python/model_raw.py, python/model_alone.py.
"""
import ast
import copy
import enum
import types
import warnings

import numpy as np
import pandas as pd

from learned_calls import Calls
from learned_marks import Marker


class Kept(enum.Enum):  # saved and loaded, they are still the same
    LIVE = 1  # nothing: computed of the rows at hand
    SOURCE = 2  # the raw table comes in here


LIVE, SOURCE = Kept.LIVE, Kept.SOURCE
PLAIN = (str, bytes, bool, int, float, complex, np.generic, np.dtype, pd.Timestamp, pd.Timedelta, pd.api.extensions.ExtensionDtype)
TABLES = (pd.DataFrame, pd.Series, pd.Index, np.ndarray)
CONTAINERS = (list, tuple, set, frozenset)


class CannotLearn(Exception):
    """Why later rows can't go the way of the notebook's own, as a phrase."""


class Program:
    """The statements, made ready to keep values (`learn`) and to take them (`serve`)."""

    def __init__(self, source, skipped=0):
        """`skipped`: so many tables come in before the raw one, a list of regions say."""
        self.source, self.skipped, self.kept, self.raw = source, skipped, {}, None
        parsed = ast.parse(source)
        self.stores = [labels_stored(each) for each in parsed.body]
        marker = Marker()
        marked = marker.visit(parsed)
        self.why = marker.why
        ast.fix_missing_locations(marked)
        self.statements = [
            compile(ast.Module([each], []), "<the notebook's data code>", "exec") for each in marked.body
        ]

    def learn(self, after):
        """Runs on the notebook's own data; `after(at, names)` sees what the names hold behind each statement."""
        run = Run(self.kept, None, self.skipped)
        try:
            for at, names in self._run(run, len(self.statements)):
                after(at, names)
        finally:
            self.raw = run.raw
        if self.raw is None:
            raise CannotLearn("no table comes into it")
        if self.why is not None:
            raise CannotLearn(self.why)

    def writes(self, column, until):
        """Whether a statement sets a column of this name in some table."""
        return any(column in stored for stored in self.stores[: until + 1])

    def serve(self, rows, captures):
        """Columns {key: Series} of these raw rows; `captures` are {key: [(statement, name of a table, column), ...]}: what
        the first table lacks is in the next."""
        parts, wanted = {}, {}
        for key, places in captures.items():
            parts[key] = [None] * len(places)
            for part, (at, name, column) in enumerate(places):
                wanted.setdefault(at, []).append((key, part, name, column))
        for at, names in self._run(Run(self.kept, rows), max(wanted) + 1):
            for key, part, name, column in wanted.get(at, []):
                parts[key][part] = names[name][column].copy()
        return {key: joined(each, rows) for key, each in parts.items()}

    def _run(self, run, count):
        names = {"__name__": "__main__", "_learned": run}
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            for at, statement in enumerate(self.statements[:count]):
                exec(statement, names)
                yield at, names


class Run:
    """One run: on the notebook's data where `rows` is None."""

    def __init__(self, kept, rows, skipped=0):
        self.kept, self.rows, self.is_active = kept, rows, True
        self._skipped = skipped
        self.raw = None
        self.lengths = set()  # of tables that hold one value for each row
        self._journal, self._next = [], {}
        self.calls = Calls(self)

    @property
    def learns(self):
        return self.rows is None

    def value(self, key, thunk):
        """An expression: kept where it is one value for all rows."""
        if not self.is_active:
            return thunk()
        if not self.learns:
            known = self.take(key)
            if known is SOURCE:
                return self.rows.copy()
            return thunk() if known is LIVE else own(known)
        place, before = self.reserve(key)
        value = thunk()
        if self.raw is None and isinstance(value, pd.DataFrame) and self._skipped > 0:
            self._skipped -= 1
            self.keep(key, place, own(value), before)
        elif self.raw is None and isinstance(value, pd.DataFrame):
            self.raw = value.copy()
            self.lengths.add(len(value))
            self.keep(key, place, SOURCE, before)
        elif self.is_fixed(value):
            self.keep(key, place, own(value), before)
        else:
            self.kept[key][place] = LIVE
        return value

    def whole(self, key, thunk):
        """A comprehension: nothing inside of it is kept by itself."""
        return self.value(key, lambda: self.quietly(thunk))

    def items(self, key, iterable):
        """What a loop goes over: never rows."""
        if not self.is_active:
            return iterable
        if not self.learns:
            known = self.take(key)
            return list(iterable) if known is LIVE else own(known)
        values = self.quietly(lambda: list(iterable))
        if len(values) in self.lengths and len(values) > 1:
            raise CannotLearn("it loops over the rows")
        place, before = self.reserve(key)
        if self.is_fixed(values):
            self.keep(key, place, own(values), before)
        else:
            self.kept[key][place] = LIVE
        return values

    def call(self, key, function, *args, **keywords):
        if not self.is_active:
            return function(*args, **keywords)
        if getattr(function, "_is_marked", False):
            return function(*args, **keywords)
        return self.calls.function(key, function, args, keywords)

    def method(self, key, owner, name, *args, **keywords):
        if isinstance(owner, types.ModuleType):
            return self.call(key, getattr(owner, name), *args, **keywords)
        if not self.is_active:
            return getattr(owner, name)(*args, **keywords)
        if name == "pipe" and args and getattr(args[0], "_is_marked", False):
            return args[0](owner, *args[1:], **keywords)
        return self.calls.method(key, owner, name, args, keywords)

    def item(self, owner, key):
        """`owner[key]`: some of its rows are rows as well."""
        value = owner[key]
        if self.is_active and self.learns:
            table = getattr(owner, "obj", owner)
            if self.is_of_rows(table) and isinstance(value, (pd.DataFrame, pd.Series)) and value.index.isin(table.index).all():
                self.lengths.add(len(value))
        return value

    @staticmethod
    def mark(function):
        """A function of the notebook: what it computes is kept where it is called as such, not by `apply` or `map`."""
        function._is_marked = True
        return function

    def quietly(self, work):
        """Inside of what a library does with functions of the notebook, each call may be for another row."""
        was, self.is_active = self.is_active, False
        try:
            return work()
        finally:
            self.is_active = was

    def is_of_rows(self, value):
        return isinstance(value, TABLES) and np.ndim(value) > 0 and len(value) in self.lengths

    def is_fixed(self, value):
        if isinstance(value, PLAIN):
            return True
        # Where nothing was found in the notebook's data (rows above a limit), something may be in other rows.
        if isinstance(value, (*TABLES, *CONTAINERS, dict)) and not is_scalar(value) and len(value) == 0:
            return False
        if isinstance(value, TABLES):
            return np.ndim(value) == 0 or len(value) not in self.lengths
        if isinstance(value, dict):
            return len(value) not in self.lengths and all(map(self.is_fixed_part, [*value, *value.values()]))
        if isinstance(value, CONTAINERS):
            return len(value) not in self.lengths and all(map(self.is_fixed_part, value))
        return False

    def is_fixed_part(self, value):
        return value is None or self.is_fixed(value)

    def reserve(self, key):
        before = len(self._journal)
        places = self.kept.setdefault(key, [])
        places.append(LIVE)
        self._journal.append(key)
        return len(places) - 1, before + 1

    def keep(self, key, place, value, before):
        """What was kept on the way to it is not asked for again."""
        for inner in self._journal[before:]:
            self.kept[inner].pop()
        del self._journal[before:]
        self.kept[key][place] = value

    def take(self, key):
        at = self._next.get(key, 0)
        self._next[key] = at + 1
        return self.kept[key][at]


def is_scalar(value):
    return isinstance(value, np.ndarray) and value.ndim == 0


def own(value):
    return value if isinstance(value, PLAIN) else copy.deepcopy(value)


def joined(parts, rows):
    """A column of several tables in the order of the raw rows: each row as the first has it that has it."""
    made = parts[0]
    for part in parts[1:]:
        missing = part[~part.index.isin(made.index)]
        made = made if len(missing) == 0 else pd.concat([made, missing])
    if made is parts[0] or not made.index.is_unique:
        return made
    known = rows.index[rows.index.isin(made.index)]
    return made.loc[known] if len(known) == len(made) else made


def labels_stored(statement):
    """Texts by which a statement, or a function in it, sets columns."""
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            found.update(each.value for each in ast.walk(node.slice) if isinstance(each, ast.Constant))
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.Call):
            found.update(keyword.arg for keyword in node.keywords)
    return found
