"""Columns that requests carry, made of the rows of the raw table: by the notebook's own statements with what they
learned of its data (python/learned_code.py). What they give is shown by python/model_alone.py.
"""
import re

import numpy as np
import pandas as pd

from learned_code import CannotLearn, Program
from model_alone import AloneAsAmong
from model_columns import kind_of
from model_features import TRIED, equal

TABLES = 3  # that may be the raw one, in the order in which they come in
FEW = 3  # of the rows that the model learned from
CHANGED = " (made)"  # behind the name of a raw column: what the notebook made of it under the same name
LEARNED = "features.pickle"  # in the model's folder, for python/feature_rows.py
FIRST = "_first_"  # before a name: its first value that the run saved


class RawTable:
    """The notebook's raw table, and what its statements make of it; nothing where they can't be run by themselves."""

    def __init__(self, sources, tested, trained, stages, rebuilt):
        self.rebuilt = rebuilt  # the run has rows that came later: what it made of those isn't in the notebook's data
        self.tested = tested.tables()
        self.trained = [] if trained is None else trained.tables()
        source, *further = sources or [None]
        self._learn(source)
        for with_trained in further:
            # Split by what the rows hold: one that the model learned from goes another way than one that is tested.
            if self._leaves_out_trained():
                as_tested = vars(self).copy()
                self._learn(with_trained)
                for column, places in self.captures.items():
                    places += [self.trained_at[column]] if column in self.trained_at else []
                if self.why is not None or self._leaves_out_trained():
                    vars(self).update(as_tested)
        raw = None if self.program is None else self.program.raw
        self.rows = raw if raw is not None and raw.index.is_unique else self._saved(stages)

    def _learn(self, source):
        for skipped in range(TABLES):
            self.program, self.captures, self.trained_at, self.why = None, {}, {}, None
            try:
                if source is None:
                    raise CannotLearn("the notebook's way from its data is not one program")
                self.program = Program(source, skipped)
                self.program.learn(self._compare)
                if self.program.raw is not None and not self.program.raw.index.is_unique:
                    raise CannotLearn("rows of its data share their labels")
            except CannotLearn as error:
                self.why = str(error)
            except Exception as error:  # the notebook's code fails in any way it likes
                self.why = f"run by itself, the notebook's way from its data fails with {type(error).__name__}: {error}"
            if source is None or self.program is None or self.program.raw is None or self._goes_through():
                break

    def _leaves_out_trained(self):
        """Whether rows that the model learned from give nothing by themselves."""
        if self.why is not None or not self.captures:
            return False
        raw = self.program.raw
        labels = [label for _, leaf in self.trained for series in leaf.values() for label in series.index[:: max(1, len(series) // FEW)]]
        for label in {label for label in labels if label in raw.index}:
            try:
                made = self.program.serve(raw.loc[[label]].reset_index(drop=True), self.captures)
            except Exception:  # what comes after a row was left out may fail without one
                return True
            if any(len(series) == 0 for series in made.values()):
                return True
        return False

    def _goes_through(self):
        """Whether it is the table of which the tested rows are made: else it may be one that is only looked up."""
        raw = self.program.raw
        if not all(self._holds(raw, series) for _, leaf in self.tested for series in leaf.values()):
            return False
        if self.why is not None or not self.captures:
            return True
        try:
            made = self.program.serve(raw.iloc[[0]].reset_index(drop=True), self.captures)
        except Exception:  # what fails for one row is said later
            return True
        return all(len(series) <= 1 for series in made.values())

    def _saved(self, stages):
        """A table of the stage that reads the data, with all tested rows: a column that differs from it was changed."""
        tested = [series for _, leaf in self.tested for series in leaf.values()]
        for value in stages[0].values() if len(stages) > 1 else ():
            is_table = isinstance(value, pd.DataFrame) and value.columns.is_unique and value.index.is_unique
            if is_table and tested and all(self._holds(value, series) for series in tested):
                return value
        return None

    def _holds(self, table, series):
        """Whether the table has the rows of a column, as far as they are the notebook's."""
        there = series.index.isin(table.index)
        return bool(there.any() if self.rebuilt else there.all())

    def _agrees(self, column, series):
        """Whether a column holds these values, as far as they are the notebook's."""
        return self._holds(column, series) and agrees(column, series[series.index.isin(column.index)])

    def _compare(self, at, names):
        """Remembers behind which statement a table holds each column as the run saved it."""
        for name, table in list(names.items()):
            if not isinstance(table, pd.DataFrame) or not table.columns.is_unique or not table.index.is_unique:
                continue
            for column, _ in self._saved_in(self.tested, name, table):
                if self._agrees_with_trained(table, column):
                    self.captures[column] = [(at, name, column)]
            for column, series in self._saved_in(self.trained, name, table):
                if not any(series.index.isin(leaf[column].index).any() for _, leaf in self.tested if column in leaf):
                    self.trained_at[column] = (at, name, column)

    def _saved_in(self, saved, name, table):
        """Columns of saved tables that a table of this name holds as well, with what was saved."""
        for key, leaf in saved:
            if key is not None and name not in re.findall(r"\w+", key.replace(FIRST, "")):
                continue
            for column, series in leaf.items():
                # The first value of a name is what was read, also where a later statement changes nothing in it.
                if key is not None and key.startswith(FIRST) and column in self.captures:
                    continue
                if column in table.columns and self._agrees(table[column], series):
                    yield column, series

    def _agrees_with_trained(self, table, column):
        """Whether the rows that the model learned from hold the same in this table, as far as it has them."""
        for _, leaf in self.trained:
            series = leaf.get(column)
            if series is not None:
                there = series[series.index.isin(table.index)]
                if len(there) and not agrees(table[column], there):
                    return False
        return True

    def changed(self):
        """Columns under the name of a raw one that hold other values, or would for rows that the notebook has not."""
        if self.rows is None:
            return set()
        return {
            column
            for key, leaf in self.tested
            for column, series in leaf.items()
            if key is not None and column in self.rows.columns and not self._is_kept(column, series)
        }

    def _is_kept(self, column, series):
        kinds = [kind_of(each) for each in (self.rows[column], series)]
        if not self._agrees(self.rows[column], series) or kinds[0][1:] != kinds[1][1:]:
            return False
        capture = self.captures.get(column)
        if self.why is not None or capture is None:
            return True
        if self.program.writes(column, max(at for at, _, _ in capture)):
            return False
        rows = self.rows.iloc[:TRIED]
        for values in unlike(self.rows[column]):
            try:
                made = self.program.serve(rows.assign(**{column: values}), {column: capture})[column]
            except Exception:  # rows that the notebook can't take say nothing
                continue
            if made.index.isin(values.index).all() and not equal(made, values.loc[made.index]):
                return False
        return True

    def wanted(self, used, changed):
        """{name in requests: column of the notebook} of what the graph takes and the raw table has not."""
        if self.rows is None:
            return {}
        columns = {name: name.removesuffix(CHANGED) if name.removesuffix(CHANGED) in changed else name for name in used}
        return {name: column for name, column in columns.items() if name != column or column not in self.rows.columns}

    def shown(self, wanted, reference, target):
        """What makes these columns ({name in requests: column}) of the raw table, and why the others are not made so:
        (captures, columns of the raw table that it takes, rows that were tried alone, {name: reason})."""
        why = {}
        for name, column in wanted.items():
            if self.why is not None:
                why[name] = self.why
            elif column not in self.captures:
                why[name] = f"run by itself, it makes no column {column} as the run saved it"
        captures = {name: self.captures[column] for name, column in wanted.items() if name not in why}
        if not captures:
            return {}, [], 0, why
        way = AloneAsAmong(self.program, self.rows, self.rebuilt)
        captures, takes, alone, unlike = way.shown(captures, reference, target)
        return captures, takes, alone, {**unlike, **why}

    def saved(self, captures, takes):
        """What python/feature_rows.py needs to make the columns of other rows."""
        return AloneAsAmong(self.program, self.rows, self.rebuilt).saved(captures, takes)


def agrees(table, series):
    """Whether a column holds these values in all rows of these labels."""
    at = table.index.get_indexer(series.index)
    if (at < 0).any():
        return False
    found = table.iloc[at]
    if all(pd.api.types.is_numeric_dtype(each) and isinstance(each.dtype, np.dtype) for each in (found, series)):
        one, other = found.to_numpy(np.float64), series.to_numpy(np.float64)
        return bool(np.allclose(one, other, rtol=1e-12, atol=1e-12, equal_nan=True))
    # Most columns that differ do so at once.
    return equal(found.iloc[:TRIED], series.iloc[:TRIED]) and (found.equals(series) or equal(found, series))


def unlike(column):
    """The first values of a column in ways that the notebook's data may lack: gaps, numbers far away, other texts."""
    values = column.iloc[:TRIED]
    yield values
    if pd.api.types.is_bool_dtype(values):
        return
    yield values.shift(1)
    if pd.api.types.is_numeric_dtype(values):
        low, high = float(column.min()), float(column.max())
        for value in (low - 1, low - 1e12, high + 1, high + 1e12, 0.0, 0.5):
            yield pd.Series(value, index=values.index)
    elif kind_of(column) == ("category", "string"):
        yield pd.Series("\u0002unknown", index=values.index)
        yield values.map(lambda value: f" {value.upper()} " if isinstance(value, str) else value)
