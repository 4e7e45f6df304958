"""From scores to labels and shares: what estimators of every kind end with."""
import numpy as np


def flat(graph, ref):
    return graph.op("Reshape", ref, graph.constant([-1], np.int64))


def highest(graph, scores):
    return graph.op("ArgMax", scores, axis=1, keepdims=0)


def both(graph, second):
    """[1 - p, p] of a [rows, 1] probability."""
    return graph.op("Concat", graph.op("Sub", graph.constant([[1.0]]), second), second, axis=1)


def positive(graph, score):
    """Position of the label by the sign of a [rows, 1] score."""
    return flat(graph, graph.cast(graph.op("Greater", score, graph.constant(0.0)), "int64"))


def shares(graph, ref):
    total = graph.op("ReduceSum", ref, graph.constant([1], np.int64), keepdims=1)
    return graph.op("Div", ref, total)


def mean_of(graph, total, count):
    return graph.op("Div", total, graph.constant(float(count)))


def from_scores(graph, scores, count):
    if count == 2:
        share = both(graph, graph.op("Sigmoid", scores))
        return highest(graph, share), share
    return highest(graph, scores), graph.op("Softmax", scores, axis=1)
