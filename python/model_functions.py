"""Functions of numpy, element by element, as nodes of the graph."""
import numpy as np

from model_graph import Refusal, block, numbers


def function_transformer(graph, fitted, table):
    if fitted.func is None:
        return table
    if fitted.kw_args:
        refuse_function(fitted.func)
    return block(graph, function(graph, fitted.func, numbers(graph, table, "FunctionTransformer")), table)


def function(graph, func, ref):
    """A numpy function of one argument, element by element."""
    emitter = FUNCTIONS.get(func.__name__) if isinstance(func, np.ufunc) else None
    return emitter(graph, ref) if emitter is not None else refuse_function(func)


def refuse_function(func):
    name = getattr(func, "__name__", type(func).__name__)
    raise Refusal(
        f"FunctionTransformer({name})",
        "a Python function can't be read into the graph",
        "Use a fitted transformer of scikit-learn or a numpy function (np.log1p, np.sqrt ...), "
        "or compute the column in the notebook before the Pipeline: the graph then begins after it.",
    )


def log_to(base):
    return lambda graph, ref: graph.op("Div", graph.op("Log", ref), graph.constant(np.log(base)))


FUNCTIONS = {
    "log1p": lambda graph, ref: graph.op("Log", graph.op("Add", ref, graph.constant(1.0))),
    "expm1": lambda graph, ref: graph.op("Sub", graph.op("Exp", ref), graph.constant(1.0)),
    "log": lambda graph, ref: graph.op("Log", ref),
    "log2": log_to(2.0),
    "log10": log_to(10.0),
    "exp": lambda graph, ref: graph.op("Exp", ref),
    "sqrt": lambda graph, ref: graph.op("Sqrt", ref),
    "square": lambda graph, ref: graph.op("Mul", ref, ref),
    "absolute": lambda graph, ref: graph.op("Abs", ref),
    "reciprocal": lambda graph, ref: graph.op("Reciprocal", ref),
}
