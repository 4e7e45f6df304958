"""Imputers as nodes of the graph: what stands for a missing value, known by then or computed from the other columns of its row."""
import numpy as np

from model_graph import Part, Refusal, columns, missing, numbers

UNUSUAL = "a column is empty, or another value than NaN counts as missing"
DROP = "Drop the column, and read missing values as NaN."


def simple_imputer(graph, fitted, table):
    result, indicators = [], []
    flagged = {int(at) for at in fitted.indicator_.features_} if fitted.add_indicator else set()
    if not missing(fitted.missing_values):
        raise Refusal(
            "SimpleImputer",
            f"it takes {fitted.missing_values!r} for a missing value",
            "Mark missing values as NaN when the data is read: read_csv(..., na_values=...).",
        )
    for at, part in enumerate(columns(graph, table)):
        if at in flagged:
            indicators.append(indicator(graph, part))
        # A column without any value at training time: fit drops it.
        if not missing(fitted.statistics_[at]):
            result.append(graph.filled(part, fitted.statistics_[at], fitted.strategy.replace("_", " ")))
    return result + indicators


def missing_indicator(graph, fitted, table):
    parts = columns(graph, table)
    return [indicator(graph, parts[int(at)]) for at in fitted.features_]


def indicator(graph, part):
    return Part(graph.cast(graph.missing_in(part), "double"), "number", [f"{part.names[0]} missing"])


def iterative_imputer(graph, fitted, table):
    """Starts from a plain filling and predicts each column in turn, as often as training did."""
    if fitted.sample_posterior or fitted.add_indicator:
        reason = "it draws its values, or adds indicators"
        raise Refusal("IterativeImputer", reason, "Leave sample_posterior and add_indicator out.")
    empty = fitted.keep_empty_features or np.isnan(fitted.initial_imputer_.statistics_).any()
    if empty or not missing(fitted.missing_values):
        raise Refusal("IterativeImputer", UNUSUAL, DROP)
    gaps = [graph.missing_in(part) for part in columns(graph, table)]
    parts = simple_imputer(graph, fitted.initial_imputer_, table)
    for triplet in fitted.imputation_sequence_:
        at = triplet.feat_idx
        others = [Part(parts[int(each)].ref, "number", [f"x{each}"]) for each in triplet.neighbor_feat_idx]
        value = graph.op("Reshape", graph.predict(graph, triplet.estimator, others)[0], graph.constant([-1, 1], np.int64))
        low, high = float(fitted._min_value[at]), float(fitted._max_value[at])
        value = graph.op("Min", graph.op("Max", value, graph.constant(low)), graph.constant(high))
        before = parts[at]
        ref = graph.op("Where", gaps[at], value, before.ref)
        parts[at] = Part(ref, "number", before.names, before.origins, filled=True)
    return parts


def knn_imputer(graph, fitted, table):
    """The mean of the nearest training rows that have the column; distances over what both rows have.

    @see sklearn.metrics.pairwise.nan_euclidean_distances
    """
    step = "KNNImputer"
    if fitted.weights != "uniform" or fitted.metric != "nan_euclidean" or fitted.add_indicator:
        way_out = "Leave weights, metric and add_indicator out."
        raise Refusal(step, "it weighs by distance, or adds indicators", way_out)
    if not missing(fitted.missing_values) or not fitted._valid_mask.all():
        raise Refusal(step, UNUSUAL, DROP)
    graph.foreign.append(step)  # rows at the same distance: which of them Python takes depends on its rounding
    known, absent = np.nan_to_num(fitted._fit_X), np.isnan(fitted._fit_X)
    ref = numbers(graph, table, step)
    gap = graph.op("IsNaN", ref)
    filled = graph.op("Where", gap, graph.constant(0.0), ref)
    # [rows, 1, columns] against [1, known rows, columns]
    one = graph.constant([1], np.int64)
    apart = graph.op("Sub", graph.op("Unsqueeze", filled, one), graph.constant([known]))
    theirs = graph.constant([(~absent).astype(float)])
    shared = graph.op("Mul", present(graph, graph.op("Unsqueeze", gap, one)), theirs)
    along, squared = graph.constant([2], np.int64), graph.op("Mul", graph.op("Mul", apart, apart), shared)
    summed, count = (graph.op("ReduceSum", each, along, keepdims=0) for each in (squared, shared))
    none = graph.op("Equal", count, graph.constant(0.0))
    mean = graph.op("Div", summed, graph.op("Where", none, graph.constant(1.0), count))
    scaled = graph.op("Mul", mean, graph.constant(float(known.shape[1])))
    distance = graph.op("Where", none, graph.constant(np.inf), scaled)
    result = []
    for at, part in enumerate(columns(graph, table)):
        donors = np.flatnonzero(~absent[:, at])
        own = graph.op("Gather", distance, graph.constant(donors, np.int64), axis=1)
        k = min(fitted.n_neighbors, len(donors))
        nearest, places = graph.ops("TopK", 2, own, graph.constant([k], np.int64), axis=1, largest=0)
        given = graph.op("Gather", graph.constant(known[donors, at]), places, axis=0)
        counts = present(graph, graph.op("IsInf", nearest))
        total = graph.op("ReduceSum", graph.op("Mul", given, counts), one, keepdims=1)
        many = graph.op("ReduceSum", counts, one, keepdims=1)
        mean = graph.op("Div", total, graph.op("Max", many, graph.constant(1.0)))
        # Without any neighbour: the mean of the column.
        alone, usual = graph.op("Equal", many, graph.constant(0.0)), graph.constant(known[donors, at].mean())
        mean = graph.op("Where", alone, usual, mean)
        graph.note(graph.missing, part.origins[0], f"the mean of the {k} nearest training rows")
        ref = graph.op("Where", graph.missing_in(part), mean, part.ref)
        result.append(Part(ref, "number", part.names, part.origins, filled=True))
    return result


def present(graph, is_absent):
    return graph.op("Sub", graph.constant(1.0), graph.cast(is_absent, "double"))
