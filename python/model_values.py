"""Tables of whatever kind the notebook has them in: told apart, picked from, as arrays and as columns."""
import numpy as np
import pandas as pd


def array_of(value):
    if hasattr(value, "detach"):  # a tensor of torch, perhaps on a graphics card or with its gradient
        value = value.detach().cpu().numpy()
    return value.toarray() if hasattr(value, "toarray") else np.asarray(value)


def is_several(value):
    """What a network with several inputs takes: `(numbers, codes)`."""
    return isinstance(value, (tuple, list)) and len(value) > 0 and all(np.ndim(each) > 0 for each in value)


def table_of(value):
    """[rows, columns]; several tables side by side."""
    if is_several(value):
        return np.hstack([table_of(each) for each in value])
    value = array_of(value)
    return value.reshape(len(value), -1)


def is_plain(value):
    return isinstance(value, (str, bool, int, float, np.generic))


def is_table(value):
    plain = isinstance(value, (pd.DataFrame, pd.Series, np.ndarray))
    return plain or hasattr(value, "toarray") or hasattr(value, "detach")


def is_single(value):
    """Whether a table holds numbers in float32 only: the graph rounds them as well."""
    return str(getattr(value, "dtype", "")).endswith("float32")


def pick_columns(value, at, like):
    """These columns of a table, as a value of the same kind as `like`."""
    if isinstance(value, pd.DataFrame):
        return value.iloc[:, at] if isinstance(like, pd.DataFrame) else value.iloc[:, at[0]]
    if isinstance(value, pd.Series) or np.ndim(value) == 1:
        return value
    return value[:, at] if np.ndim(like) == 2 or hasattr(like, "toarray") else value[:, at[0]]


def as_column(value, frame):
    if isinstance(value, pd.Series):  # with its type: categories
        return value if value.index.equals(frame.index) else pd.Series(value.array, index=frame.index)
    value = np.asarray(value)
    return pd.Series(value.reshape(len(value)), index=frame.index) if value.ndim > 1 else value
