"""Nearest neighbours: distances to every training row, in float64."""
import numpy as np

from model_graph import Refusal, numbers
from model_scores import flat, highest, mean_of, shares


def neighbors(graph, estimator, table, targets):
    """Weighted mean of the neighbours' rows of `targets`, [rows, columns of targets]."""
    step = type(estimator).__name__
    power = {"euclidean": 2, "minkowski": estimator.p, "manhattan": 1}.get(estimator.effective_metric_)
    known = estimator._fit_X
    if hasattr(known, "toarray"):
        way_out = "Put a TruncatedSVD before it, or fit it to .toarray() of few columns."
        raise Refusal(step, "it was fitted to a sparse matrix, whose rows it keeps", way_out)
    if callable(estimator.weights):
        raise Refusal(step, "its weights are a function", "Use weights='uniform' or 'distance'.")
    if power not in (1, 2):
        raise Refusal(step, f"its distance is {estimator.effective_metric_}", "Use metric='euclidean' or 'manhattan'.")
    # [rows, 1, columns] - [1, known rows, columns]: no product of matrices, whose rounding would make zeros small
    row = graph.op("Unsqueeze", numbers(graph, table, step), graph.constant([1], np.int64))
    apart = graph.op("Sub", row, graph.constant([known]))
    apart = graph.op("Mul", apart, apart) if power == 2 else graph.op("Abs", apart)
    distance = graph.op("ReduceSum", apart, graph.constant([2], np.int64), keepdims=0)
    nearest, at = graph.ops("TopK", 2, distance, graph.constant([estimator.n_neighbors], np.int64), axis=1, largest=0)
    votes = graph.op("Gather", graph.constant(targets), at, axis=0)
    if estimator.weights == "uniform":
        return mean_of(graph, graph.op("ReduceSum", votes, graph.constant([1], np.int64), keepdims=0), estimator.n_neighbors)
    nearest = graph.op("Sqrt", nearest) if power == 2 else nearest
    touching = graph.cast(graph.op("Equal", nearest, graph.constant(0.0)), "double")
    any_touching = graph.cast(graph.op("ReduceMax", touching, graph.constant([1], np.int64), keepdims=1), "bool")
    weight = graph.op("Where", any_touching, touching, graph.op("Reciprocal", nearest))
    weighted = graph.op("Mul", votes, graph.op("Unsqueeze", shares(graph, weight), graph.constant([2], np.int64)))
    return graph.op("ReduceSum", weighted, graph.constant([1], np.int64), keepdims=0)


def neighbors_classifier(graph, estimator, table):
    share = neighbors(graph, estimator, table, np.eye(len(estimator.classes_))[np.ravel(estimator._y)])
    return highest(graph, share), share


def neighbors_regressor(graph, estimator, table):
    return flat(graph, neighbors(graph, estimator, table, np.reshape(estimator._y, (-1, 1)))), None
