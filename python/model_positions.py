"""Where the rows of one table stand in another: those that the model was tested on, among the raw ones."""
import numpy as np
import pandas as pd

from model_graph import Refusal
from model_values import table_of


def positions_in(whole, part):
    """Positions in `whole` of the rows of `part` (None: all, in order): by label where labels are unique, else by value.

    `pd.DataFrame(scaler.transform(X_test))` counts its rows anew: such labels count only where the values bear them out.
    """
    labelled = isinstance(whole, (pd.DataFrame, pd.Series)) and isinstance(part, (pd.DataFrame, pd.Series))
    if labelled and whole.index.is_unique:
        if whole.index.equals(part.index):
            return None
        found = whole.index.get_indexer(part.index)
        if (found >= 0).all() and (not counted_anew(part) or row_keys(whole.iloc[found]) == row_keys(part)):
            return found
    places = {}
    for at, row in enumerate(row_keys(whole)):
        places.setdefault(row, []).append(at)
    found = []
    for row in row_keys(part):
        where = places.get(row)
        if not where:
            raise Refusal(
                "rows",
                "the rows that the model was tested on can't be found among the raw rows",
                "Split the rows before the features are computed, or keep them in a DataFrame.",
            )
        # Equal rows are one as good as the other; each is used once as long as there are several.
        found.append(where.pop(0) if len(where) > 1 else where[0])
    return np.asarray(found)


def counted_anew(table):
    return isinstance(table.index, pd.RangeIndex) and table.index.start == 0 and table.index.step == 1


def row_keys(value):
    value = table_of(value)
    if value.dtype.kind in "fiub":
        # + 0.0 makes -0.0 and 0.0 one; sums in another order differ after some 15 digits
        return [row.tobytes() for row in value.astype(np.float64).round(9) + 0.0]
    return [tuple(row) for row in value.tolist()]
