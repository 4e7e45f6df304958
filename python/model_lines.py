"""Straight lines between knots: what isotonic calibration and quantile transformers do to a number."""
import numpy as np


def between_knots(graph, ref, xs, ys):
    """numpy.interp of a [rows, 1] number: of equal knots the last counts, outside the first and the last hold."""
    xs, ys = np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)
    if len(xs) == 1:
        xs, ys = np.append(xs, xs[0] + 1), np.append(ys, ys[0])
    first, last = graph.constant(xs[0]), graph.constant(xs[-1])
    passed = graph.cast(graph.op("GreaterOrEqual", ref, graph.constant([xs])), "int64")
    count = graph.op("ReduceSum", passed, graph.constant([1], np.int64), keepdims=0)
    ends = [graph.constant([at], np.int64) for at in (1, len(xs) - 1)]
    high = graph.op("Min", graph.op("Max", count, ends[0]), ends[1])
    low = graph.op("Sub", high, graph.constant([1], np.int64))

    def knot(values, where):
        return graph.op("Gather", graph.constant(values.reshape(-1, 1)), where, axis=0)

    x, y = knot(xs, low), knot(ys, low)
    slope = graph.op("Div", graph.op("Sub", knot(ys, high), y), graph.op("Sub", knot(xs, high), x))
    line = graph.op("Add", graph.op("Mul", slope, graph.op("Sub", ref, x)), y)
    line = graph.op("Where", graph.op("GreaterOrEqual", ref, last), graph.constant(ys[-1]), line)
    return graph.op("Where", graph.op("Less", ref, first), graph.constant(ys[0]), line)
