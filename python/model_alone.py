"""Shows that columns of requests can be made of raw rows: they are what the notebook computed, a row alone gives what it
gives among the others, and the target is not read.
"""
import numpy as np
import pandas as pd

from learned_code import CannotLearn
from model_columns import kind_of
from model_features import TRIED, equal, same

ALL_ALONE = 3000  # where some are left out, each is tried
ALONE = 300  # rows that are tried one at a time


class AloneAsAmong:
    """The raw rows, and the program that makes columns of them."""

    def __init__(self, program, rows, rebuilt):
        self.program, self.rows, self.rebuilt = program, rows, rebuilt

    def shown(self, captures, reference, target):
        """Which of these columns are shown: (captures, columns of the raw table that they take, rows that were tried
        alone, {name: why it is not})."""
        why = {}
        try:
            together = self._made(self.rows, captures)
            why = self._unlike_notebook(together, reference)
            alone, unlike = self._unlike_together(captures, together)
            why = {**unlike, **why}
            left = {name: capture for name, capture in captures.items() if name not in why}
            return left, self._takes(left, target) if left else [], alone, why
        except CannotLearn as error:
            return {}, [], 0, {**dict.fromkeys(captures, str(error)), **why}

    def _made(self, rows, captures):
        try:
            return self.program.serve(rows, captures)
        except Exception as error:
            raise CannotLearn(f"it fails on raw rows with {type(error).__name__}: {error}") from error

    def _unlike_notebook(self, made, reference):
        """{name: why it is not what the notebook has in its own rows}."""
        why = {}
        for name, series in made.items():
            if not series.index.is_unique or reference.index is None:
                why[name] = "its rows can't be told from each other"
                continue
            at = series.index.get_indexer(reference.index)
            if not self.rebuilt and (at[reference.tested] < 0).any():
                why[name] = "not all tested rows are among those of which it is made"
                continue
            found = at >= 0
            pairs = zip(series.iloc[at[found]].tolist(), reference.columns[name][found].tolist())
            wrong = sum(not same(*pair) for pair in pairs)
            if wrong:
                why[name] = f"it differs from the notebook's in {wrong} of {int(found.sum())} rows"
        return why

    def _unlike_together(self, captures, together):
        """(rows that were tried, {name: what a row by itself gives and what it gives among the others})."""
        rows, first = self.rows, next(iter(together.values()))
        all_stay = len(first) == len(rows)
        tried = ALONE if all_stay or len(rows) > ALL_ALONE else len(rows)
        places = np.unique(np.linspace(0, len(rows) - 1, min(len(rows), tried)).astype(int))
        among = np.arange(len(rows)) if all_stay else places_by_label(rows, first)
        try:
            return len(places), self._unlike_at(places, among, captures, together)
        except OtherRows:  # the labels tell nothing: those that stay were counted anew
            if len(rows) > ALL_ALONE:
                raise CannotLearn("it leaves rows out, and there are too many to tell which") from None
        alone = [at for at in range(len(rows)) if self._alone(at, captures)]
        if len(alone) != len(first):
            raise CannotLearn("it leaves out other rows one at a time than all together")
        among[:] = -1
        among[alone] = np.arange(len(first))
        return len(rows), self._unlike_at(alone, among, captures, together)

    def _alone(self, at, captures):
        """What a row by itself gives; nothing where it is left out."""
        try:
            made = self._made(self.rows.iloc[[at]].reset_index(drop=True), captures)
        except CannotLearn:
            return {}  # what comes after a row was left out may fail without one
        return made if any(len(series) for series in made.values()) else {}

    def _unlike_at(self, places, among, captures, together):
        """{name: what a row by itself gives and what among the others}, where it stands at this place, or is left out: -1.

        Raises OtherRows where a row by itself is left out and not among the others, or the other way round."""
        why, all_stay = {}, bool((among >= 0).all())
        for at in places:
            left = {name: capture for name, capture in captures.items() if name not in why}
            if not left:
                break
            if all_stay:
                made = self._made(self.rows.iloc[[at]].reset_index(drop=True), left)
            else:
                made = self._alone(at, left)
                if bool(made) != (among[at] >= 0):
                    raise OtherRows
            for name, series in made.items():
                expected = together[name].iloc[among[at]]
                if len(series) != 1 or not same(series.iloc[0], expected):
                    got = repr(series.iloc[0]) if len(series) == 1 else f"{len(series)} values"
                    why[name] = f"row {at + 1} of the data alone gets {got}, and {expected!r} among the others"
        return why

    def _takes(self, captures, target):
        """The columns of the raw table that it needs: all that it can't do without, but for the target."""
        rows, needed = self.rows, []
        some = rows.iloc[:TRIED]
        whole = self._made(some, captures)
        for column in map(str, rows.columns):
            if column == target:
                shuffled = rows.assign(**{column: rows[column].to_numpy()[::-1]})
                every = self._made(rows, captures)
                if any(not equal(every[name], series) for name, series in self._made(shuffled, captures).items()):
                    raise CannotLearn(f"it reads the target {target}")
                continue
            try:
                without = self.program.serve(some.drop(columns=[column]), captures)
            except Exception:
                if not self._only_named(column, captures):
                    needed.append(column)
                continue
            if any(not equal(without[name], series) for name, series in whole.items()):
                needed.append(column)
        unfit = [column for column in needed if isinstance(kind_of(rows[column]), str) and kind_of(rows[column]) != "dates"]
        if unfit:
            raise CannotLearn(f"the raw column {unfit[0]} holds {kind_of(rows[unfit[0]])}")
        # As it is served: what it does without is there, since it may ask for columns by their place.
        filled = self._filled(needed)
        for at in range(len(some)):
            one = some.iloc[[at]].reset_index(drop=True)
            served = one.assign(**{name: each.to_numpy() for name, each in filled.items()})
            try:
                expected = self._made(one, captures)
            except CannotLearn:
                continue  # a row that is left out
            if any(not equal(expected[name], series) for name, series in self._made(served, captures).items()):
                raise CannotLearn("it makes something else where columns that it does without hold other values")
        return needed

    def _only_named(self, column, captures):
        """Whether it must be there and may hold anything: `df.drop(columns=['casual'])`."""
        rows, text = self.rows, ["no value"] * len(self.rows)
        try:
            every = self._made(rows, captures)
            for values in (*others(rows[column]), text):
                made = self._made(rows.assign(**{column: values}), captures)
                if any(not equal(each, every[name]) for name, each in made.items()):
                    return False
        except CannotLearn:
            return False
        return True

    def _filled(self, needed):
        """A value that the notebook's data has, for each column that it does without and for the target."""
        first = {}
        for name in map(str, self.rows.columns):
            if name not in needed:
                present = self.rows[name].dropna().iloc[:1]
                first[name] = (present if len(present) else self.rows[name].iloc[:1]).reset_index(drop=True)
        return first

    def saved(self, captures, takes):
        """What python/feature_rows.py needs to make the columns of other rows."""
        rows = self.rows
        return {
            "source": self.program.source,
            "kept": self.program.kept,
            "captures": captures,
            "takes": {name: rows[name].dtype for name in takes},
            "filled": self._filled(takes),
            "columns": list(map(str, rows.columns)),
        }


def others(column):
    """What a column may hold instead: its values elsewhere, one for all, gaps, numbers far away."""
    yield column.to_numpy()[::-1]
    present = column.dropna()
    if len(present):
        yield [present.iloc[0]] * len(column)
    yield [None] * len(column)
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        for value in (float(column.min()) - 1e12, float(column.max()) + 1e12, 0.5):
            yield [value] * len(column)


class OtherRows(Exception):
    """Rows by themselves are left out where they are not among the others, or the other way round."""


def places_by_label(rows, series):
    """For each row its place in a series that leaves some out, -1 where it is not there: as the labels say."""
    if not series.index.is_unique or not series.index.isin(rows.index).all():
        return np.full(len(rows), -1)
    return series.index.get_indexer(rows.index)
