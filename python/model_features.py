"""pipeline/features.py: does its function make what the notebook made, of each raw row by itself?"""
import importlib

import numpy as np

from model_graph import Refusal, missing
from model_rows import by_label

ALONE = 1000  # rows that are tried one at a time
TRIED = 20  # rows on which a column is left out to see whether it is needed
STEP = "pipeline/features.py"
WAY_OUT = "Make these columns in one statement each, of the columns of the same row."


class RowCode:
    """The function of raw rows that the pipeline's training scripts call."""

    def __init__(self, job, stages):
        self.stages = stages
        self.given = job["rowFunction"]
        self._function = None

    def made(self, rows):
        """All that it makes of a table of raw rows, which stays as it is."""
        if self._function is None:
            if self.given is None:
                raise Refusal(STEP, "there is no function of raw rows in it", WAY_OUT)
            module = importlib.import_module("pipeline.features")
            self._function = getattr(module, self.given["name"])
        try:
            made = self._function(rows.copy())
        except Exception as error:  # the notebook's own code fails in any way it likes
            raise Refusal(STEP, f"it fails on raw rows with {type(error).__name__}: {error}", WAY_OUT) from error
        if len(made) != len(rows):
            raise Refusal(STEP, f"it makes {len(made)} rows of {len(rows)}", WAY_OUT)
        return made

    def columns(self, rows, names):
        made = self.made(rows)
        absent = [name for name in names if name not in made.columns]
        if absent:
            raise Refusal(STEP, f"it makes no column {absent[0]}", WAY_OUT)
        return {name: made[name] for name in names}

    def saved(self, node, index):
        """Columns as the run saved them, of rows by their labels."""
        found = {name: by_label(name, index, self.stages) for name in node["columns"]}
        for name, series in found.items():
            if series is None:
                raise Refusal(name, "no table that the run saved has it", "Keep it in a table under a name of its own.")
        return found

    def check_alone(self, rows, together):
        """Each row by itself gives what all together gave. Returns how many rows were tried."""
        places = np.unique(np.linspace(0, len(rows) - 1, min(len(rows), ALONE)).astype(int))
        for at in places:
            alone = self.columns(rows.iloc[[at]], together)
            for name, series in together.items():
                if not same(alone[name].iloc[0], series.iloc[at]):
                    reason = f"row {at + 1} alone gets {alone[name].iloc[0]!r} as {name}, and {series.iloc[at]!r} among the others"
                    raise Refusal(STEP, reason, WAY_OUT)
        return len(places)

    def takes(self, rows, names):
        """The columns without which it fails or makes something else: tried, one by one."""
        rows = rows.iloc[:TRIED]
        whole, needed = self.columns(rows, names), []
        for column in rows.columns:
            try:
                without = self.columns(rows.drop(columns=[column]), names)
            except Refusal:
                needed.append(str(column))
                continue
            if not all(equal(without[name], whole[name]) for name in names):
                needed.append(str(column))
        return needed


def check(job, row_code, way, tested):
    """(what the record says about the function or None, the Refusal that says why it can't be relied on or None)."""
    if job["rowFunction"] is None or way["before"] is None:
        return None, None
    names = job["rowFunction"]["makes"]
    try:
        raw, after = tested.at(way["before"]), tested.at(way["after"])
        together = row_code.columns(raw, names)
        for name, series in together.items():
            wrong = sum(not same(one, other) for one, other in zip(series.tolist(), after[name].tolist()))
            if wrong:
                raise Refusal(STEP, f"its {name} differs from the notebook's in {wrong} of {len(raw)} rows", WAY_OUT)
        return {
            "makes": [name for name in way["carried"] if name in names],
            "takes": [],
            "rows": len(raw),
            "alone": row_code.check_alone(raw, together),
        }, None
    except Refusal as refusal:
        return None, refusal
    except KeyError as error:
        return None, Refusal(STEP, f"the table behind it has no column {error}", WAY_OUT)


def same(one, other):
    if missing(one) or missing(other):
        return missing(one) and missing(other)
    if isinstance(one, (float, np.floating)) and isinstance(other, (float, np.floating)):
        return bool(abs(one - other) <= 1e-12 * max(1.0, abs(one), abs(other)))
    return bool(one == other)


def equal(one, other):
    return len(one) == len(other) and all(same(*pair) for pair in zip(one.tolist(), other.tolist()))
