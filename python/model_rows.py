"""Rows of the notebook's data: those that the model learned and was tested on, with the columns that monitors watch."""
import numpy as np
import pandas as pd

from model_columns import Leaf, kind_of
from model_graph import Refusal
from model_headings import name_arrays
from model_path import MADE, nodes_of


class RawRows:
    """The raw rows behind a predict path, as columns by name."""

    def __init__(self, path):
        self.path = path
        self.leaves = {key: Leaf(value) for key, value in path.frames.items()}
        name_arrays(path, self.leaves)
        self.positions = path.rows()
        self.columns = {}
        for key, leaf in self.leaves.items():
            for name, series in leaf.columns(self.positions[key]).items():
                if name in self.columns and not self.columns[name].equals(series):
                    raise Refusal(
                        name,
                        "two tables that the model reads have a column of this name with different values",
                        "Give the columns names of their own.",
                    )
                self.columns[name] = series
        self.path_columns = set(self.columns)
        self._derive()
        if len({len(series) for series in self.columns.values()}) > 1:
            raise Refusal(
                "raw rows", "the tables that the model reads have different numbers of rows", "Take them from one table."
            )

    @property
    def count(self):
        return len(next(iter(self.columns.values())))

    def _derive(self):
        """Adds what pipeline/features.py makes of the raw rows: the graph takes it as it is."""
        raw = self.frames(dict(self.columns))
        for node in nodes_of(self.path.node):
            if node["op"] == "derive":
                made = self.path.row_code.columns(self.path.value(node["of"][1], raw), node["columns"])
            elif node["op"] == "carry":
                made = self.path.row_code.saved(node, self.index())
            else:
                continue
            for name, series in made.items():
                if name in self.path_columns:
                    raise Refusal(name, "feature code makes a column under the name of a raw one", "Give it a name of its own.")
                self.columns[name] = series.reset_index(drop=True)

    def frames(self, columns):
        """The path's frames, made of these columns."""
        return {MADE: columns, **{key: leaf.build(columns) for key, leaf in self.leaves.items()}}

    def tables(self):
        """[(text of a raw table, {column: its values by row label})], and what pipeline/features.py makes under None."""
        found = []
        for key, leaf in self.leaves.items():
            if leaf.shape == "frame":
                taken = leaf.value.iloc[self.positions[key]]
                found.append((key, {label: taken[label] for label in leaf.labels if isinstance(label, str)}))
        made = {name: series for name, series in self.columns.items() if name not in self.path_columns}
        if made and self.index() is not None:
            found.append((None, {name: series.set_axis(self.index()) for name, series in made.items()}))
        return found

    def rename(self, changed, behind):
        """Requests call a column so that nobody takes it for the raw one of the same name."""
        for leaf in self.leaves.values():
            if leaf.shape == "frame":
                leaf.names = [f"{name}{behind}" if name in changed else name for name in leaf.names]
        self.columns = {
            f"{name}{behind}" if name in changed and name in self.path_columns else name: series
            for name, series in self.columns.items()
        }
        self.path_columns = {name for leaf in self.leaves.values() for name in leaf.names}

    def at(self, node):
        """What a step of the path gives for these rows."""
        return self.path.value(self.path.with_tables(node), self.frames(self.columns))

    def features(self, columns):
        return self.path.features(self.frames(columns))

    def index(self):
        """Row labels of the notebook's own table; None where it has none."""
        for key, leaf in self.leaves.items():
            if leaf.index is not None:
                return leaf.index[self.positions[key]]
        return None


class Reference:
    """All rows that the pipeline learned and tested on; `tested` are positions of the latter."""

    def __init__(self, tested, trained):
        same = trained is None or (
            trained.count == tested.count
            and all(trained.columns[name].equals(tested.columns[name]) for name in tested.columns)
        )
        if same:
            self.columns, self.tested, self.index = tested.columns, np.arange(tested.count), tested.index()
            return
        self.columns = {name: joined(trained.columns[name], tested.columns[name]) for name in tested.columns}
        self.tested = trained.count + np.arange(tested.count)
        self.index = joined_index(trained.index(), tested.index())

    @property
    def count(self):
        return len(next(iter(self.columns.values())))


def joined(first, second):
    both = pd.concat([first, second], ignore_index=True)
    return both if both.dtype == second.dtype else both.astype(second.dtype)


def joined_index(first, second):
    return None if first is None or second is None else first.append(second)


def observed_columns(wanted, reference, stages):
    """The observed columns on the reference rows, by row label from the first saved table that has them, and
    a sentence for each that can't be had."""
    found, absent = {}, []
    for name in wanted:
        series = reference.columns.get(name)
        if series is None:
            series = by_label(name, reference.index, stages)
        if series is None:
            absent.append(f"The observed column {name!r} is in no table that shares its row labels with the model's rows.")
        elif isinstance(kind_of(series), str):
            absent.append(f"The observed column {name!r} holds {kind_of(series)}: it is not watched.")
        else:
            found[name] = series
    return found, absent


def by_label(name, index, stages):
    if index is None:
        return None
    for stage in stages:
        for value in stage.values():
            if isinstance(value, pd.DataFrame) and name in value.columns and value.index.is_unique:
                places = value.index.get_indexer(index)
                if (places >= 0).all():
                    return value[name].iloc[places].reset_index(drop=True)
    return None
