"""Columns of categories as the numbers that a booster gave them."""
import numpy as np
import pandas as pd

from model_graph import Part, columns, lookup, missing


def category_columns(graph):
    """Positions of the columns of pandas' type category that Python hands to the estimator at hand."""
    given = graph.given
    if not isinstance(given, pd.DataFrame):
        return []
    return [at for at, dtype in enumerate(given.dtypes) if isinstance(dtype, pd.CategoricalDtype)]


def coded(graph, table, categories, unknown):
    """The table with some columns replaced by the position of their value in a list; NaN for none of them.

    `categories` are the lists by column; `unknown` says what the booster makes of an unknown one.
    """
    parts = columns(graph, table)
    for at, known in categories.items():
        part = parts[at]
        keys = [key for key in known if not missing(key)]
        graph.note(graph.unknown, part.origins[0], unknown)
        ref = lookup(graph, part, keys, np.arange(len(keys), dtype=np.float64), [np.nan])
        parts[at] = Part(ref, "number", part.names, part.origins)
    return parts
