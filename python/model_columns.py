"""Raw columns: what a frame of the notebook holds, column by column, and frames made of such columns again."""
import numpy as np
import pandas as pd

from model_graph import Part, Refusal, missing


class Leaf:
    """A value that the run saved, as named columns (pandas Series); `build` makes the same kind of value again."""

    def __init__(self, value):
        if hasattr(value, "toarray"):
            value = value.toarray()
        self.shape = "frame" if isinstance(value, pd.DataFrame) else "series" if isinstance(value, pd.Series) else "array"
        if self.shape == "frame":
            if not value.columns.is_unique:
                raise Refusal("raw rows", "two columns have the same name", "Give every column a name of its own.")
            self.labels = list(value.columns)
        elif self.shape == "series":
            self.labels = [value.name if value.name is not None else "x0"]
        else:
            value = np.asarray(value)
            if value.ndim not in (1, 2):
                raise Refusal(
                    "raw rows", f"they are an array of {value.ndim} dimensions", "Use a table: rows and columns."
                )
            self.one_dimensional, self.dtype = value.ndim == 1, value.dtype
            value = value.reshape(len(value), -1)
            self.labels = [f"x{at}" for at in range(value.shape[1])]
        self.value = value
        self.names = [str(label) for label in self.labels]

    @property
    def index(self):
        return self.value.index if self.shape != "array" else None

    def columns(self, rows):
        """Column by name, of these rows."""
        if self.shape == "frame":
            taken = self.value.iloc[rows].reset_index(drop=True)
            return {name: taken.iloc[:, at] for at, name in enumerate(self.names)}
        if self.shape == "series":
            return {self.names[0]: self.value.iloc[rows].reset_index(drop=True)}
        return {name: pd.Series(self.value[rows, at]) for at, name in enumerate(self.names)}

    def build(self, columns):
        if self.shape == "frame":
            return pd.DataFrame({label: columns[name] for label, name in zip(self.labels, self.names)})
        if self.shape == "series":
            return columns[self.names[0]].rename(self.value.name)
        array = np.column_stack([np.asarray(columns[name]) for name in self.names])
        # A missing value that was put into a column of whole numbers needs a float.
        array = array if array.dtype.kind == "f" and self.dtype.kind in "iub" else array.astype(self.dtype)
        return array.ravel() if self.one_dimensional else array


def kind_of(series):
    """(type in the signature, element of the tensor), or the words for what a graph can't take."""
    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return kind_of(pd.Series(series.cat.categories.to_numpy()))
    if pd.api.types.is_bool_dtype(dtype):
        return ("boolean", "bool") if not series.isna().any() else "true, false and nothing"
    if pd.api.types.is_integer_dtype(dtype):
        return "integer", "double"
    if pd.api.types.is_float_dtype(dtype):
        return "number", "double"
    if pd.api.types.is_datetime64_any_dtype(dtype) or pd.api.types.is_timedelta64_dtype(dtype):
        return "dates"
    present = [value for value in series.tolist() if not missing(value)]
    if all(isinstance(value, str) for value in present):
        return "category", "string"
    if all(isinstance(value, (bool, np.bool_)) for value in present):
        return ("boolean", "bool") if len(present) == len(series) else "true, false and nothing"
    if all(isinstance(value, (int, float, np.number)) for value in present):
        return "number", "double"
    return "values of several types"


def inputs_of(graph, columns, labels):
    """One input of the graph for every raw column, as parts by name; `labels` where the notebook's table has another."""
    parts = {}
    for name, series in columns.items():
        kind = kind_of(series)
        if isinstance(kind, str):
            graph.unfit[name] = kind
            parts[name] = Part(graph.input(name, "double"), "number", [labels.get(name, name)], [name])
            continue
        ref = graph.input(name, kind[1])
        ref = graph.cast(ref, "double") if kind[1] == "bool" else ref
        parts[name] = Part(ref, "text" if kind[1] == "string" else "number", [labels.get(name, name)], [name])
    return parts


def to_json(series):
    """A column as JSON values: None for a missing value."""
    values = []
    for value in series.tolist():
        if missing(value):
            values.append(None)
        elif isinstance(value, (str, bool, int)):
            values.append(value)
        else:
            if not np.isfinite(value):
                raise Refusal(str(series.name), "the column holds infinite values", "Replace them before training.")
            values.append(float(value))
    return values


def describe_column(name, series, graph):
    """The column's entry in signature.json; `graph` is None for an observed column."""
    kind = kind_of(series)
    if isinstance(kind, str):
        raise Refusal(name, f"the column holds {kind}", "Turn it into numbers or text when the data is read.")
    kind, tensor = kind
    present = [value for value in series.tolist() if not missing(value)]
    numeric = kind in ("number", "integer")
    free_text = graph is not None and name in graph.free_text
    return {
        "name": name,
        "type": kind,
        "tensor": tensor if graph is not None else None,
        "range": [float(min(present)), float(max(present))] if numeric and present else None,
        "categories": sorted(set(present)) if kind == "category" and not free_text else None,
        "unknown": phrase(graph.unknown, name) if graph is not None else None,
        "missing": phrase(graph.missing, name) if graph is not None else None,
    }


def phrase(phrases, name):
    """All that steps say about a column; one that refuses comes first, since the row is then refused."""
    said = sorted(phrases.get(name, []), key=lambda words: not words.startswith("refused"))
    return "; ".join(said) or None


def resampled(columns, count, generator):
    """Rows whose columns are drawn independently of each other from the columns' own values."""
    return {
        name: series.iloc[generator.integers(len(series), size=count)].reset_index(drop=True)
        for name, series in columns.items()
    }


def with_value(columns, name, value, count):
    """The first rows, with one column set to `value` throughout."""
    rows = {other: series.iloc[:count].reset_index(drop=True) for other, series in columns.items()}
    series = rows[name]
    if missing(value) and series.dtype.kind in "iu":
        series = series.astype(np.float64)
    elif isinstance(series.dtype, pd.CategoricalDtype) and not missing(value):
        series = series.cat.add_categories([value])
    series = series.copy()
    series.iloc[:] = value
    rows[name] = series
    return rows
