"""Scalers as nodes of the graph, and the way back through them."""
from model_graph import Refusal, block, numbers


def standard_scaler(graph, fitted, table):
    ref = numbers(graph, table, "StandardScaler")
    if fitted.with_mean:
        ref = graph.op("Sub", ref, graph.constant([fitted.mean_]))
    if fitted.with_std:
        ref = graph.op("Div", ref, graph.constant([fitted.scale_]))
    return block(graph, ref, table)


def robust_scaler(graph, fitted, table):
    ref = numbers(graph, table, "RobustScaler")
    if fitted.with_centering:
        ref = graph.op("Sub", ref, graph.constant([fitted.center_]))
    if fitted.with_scaling:
        ref = graph.op("Div", ref, graph.constant([fitted.scale_]))
    return block(graph, ref, table)


def min_max_scaler(graph, fitted, table):
    ref = graph.op("Mul", numbers(graph, table, "MinMaxScaler"), graph.constant([fitted.scale_]))
    ref = graph.op("Add", ref, graph.constant([fitted.min_]))
    if fitted.clip:
        low, high = fitted.feature_range
        ref = graph.op("Clip", ref, graph.constant(low), graph.constant(high))
    return block(graph, ref, table)


def max_abs_scaler(graph, fitted, table):
    ref = graph.op("Div", numbers(graph, table, "MaxAbsScaler"), graph.constant([fitted.scale_]))
    return block(graph, ref, table)


def inverse(graph, fitted, table):
    """What a scaler made its numbers of; of an encoder of labels their positions, which the graph's end names."""
    step = type(fitted).__name__
    if step == "LabelEncoder":
        return table
    ref = numbers(graph, table, step)
    if step == "StandardScaler":
        ref = graph.op("Mul", ref, graph.constant([fitted.scale_])) if fitted.with_std else ref
        ref = graph.op("Add", ref, graph.constant([fitted.mean_])) if fitted.with_mean else ref
    elif step == "MinMaxScaler":
        ref = graph.op("Div", graph.op("Sub", ref, graph.constant([fitted.min_])), graph.constant([fitted.scale_]))
    else:
        raise Refusal(step, "a graph has no way back through it", "Scale the target with StandardScaler or MinMaxScaler.")
    return block(graph, ref, table)
