"""Fitted transformers as nodes of the graph."""
import numpy as np

from model_encoders import label_encoder, one_column_encoder, one_hot_encoder
from model_foreign import convert_transformer
from model_functions import function_transformer
from model_graph import Part, Refusal, block, by_name, columns, names, numbers, take
from model_imputers import iterative_imputer, knn_imputer, missing_indicator, simple_imputer
from model_lines import between_knots
from model_scalers import max_abs_scaler, min_max_scaler, robust_scaler, standard_scaler


def transform(graph, fitted, table):
    """Adds a fitted transformer to the graph: table in, table out."""
    step = type(fitted).__name__
    if hasattr(fitted, "best_estimator_"):
        return transform(graph, fitted.best_estimator_, table)
    if hasattr(fitted, "feature_names_in_"):
        table = by_name(graph, table, [str(name) for name in fitted.feature_names_in_], step)
    if type(fitted).__module__.startswith("sklearn."):
        for kind in type(fitted).__mro__:
            emitter = EMITTERS.get(kind.__name__)
            if emitter is not None:
                if step not in CONTAINERS and getattr(fitted, "func", step) is not None:
                    describe(graph, step, table)
                return emitter(graph, fitted, table)
        if hasattr(fitted, "get_support"):
            describe(graph, step, table)
            return take(graph, table, [int(at) for at in fitted.get_support(indices=True)])
    describe(graph, step, table)
    return convert_transformer(graph, fitted, table)


def describe(graph, step, table):
    of = names(table)
    graph.steps.append(f"{', '.join(of) if len(of) <= 6 else f'{len(of)} columns'} -> {step}")


def pipeline(graph, fitted, table):
    for _, step in fitted.steps:
        if step is not None and not isinstance(step, str):
            table = transform(graph, step, table)
    return table


def column_transformer(graph, fitted, table):
    result = []
    chosen = fitted._transformer_to_input_indices  # names, masks and callables, resolved by fit
    for name, step, _ in fitted.transformers_:
        positions = [int(at) for at in chosen[name]]
        if not positions or (isinstance(step, str) and step == "drop"):
            continue
        part = take(graph, table, positions)
        result += part if isinstance(step, str) else transform(graph, step, part)
    return result


def feature_union(graph, fitted, table):
    result = []
    weights = fitted.transformer_weights or {}
    for name, step in fitted.transformer_list:
        if isinstance(step, str):
            result += table if step == "passthrough" else []
            continue
        part = transform(graph, step, table)
        if name in weights:
            scaled = graph.op("Mul", numbers(graph, part, name), graph.constant([weights[name]]))
            part = block(graph, scaled, part)
        result += part
    return result


def k_bins_discretizer(graph, fitted, table):
    """The bin is the number of inner edges at or below the value."""
    result = []
    for part, edges in zip(columns(graph, table), fitted.bin_edges_):
        bins, ref = len(edges) - 1, numbers(graph, [part], "KBinsDiscretizer")
        passed = graph.cast(graph.op("GreaterOrEqual", ref, graph.constant([edges[1:-1]])), "double")
        at = graph.op("ReduceSum", passed, graph.constant([1], np.int64), keepdims=1)
        if fitted.encode == "ordinal":
            result.append(Part(at, "number", part.names))
            continue
        same = graph.op("Equal", at, graph.constant([np.arange(bins)]))
        names_of = [f"{part.names[0]} bin {at}" for at in range(bins)]
        result.append(Part(graph.cast(same, "double"), "number", names_of))
    return result


def quantile_transformer(graph, fitted, table):
    """The mean of two readings of the quantiles, from below and from above: where some are equal, they differ."""
    step = type(fitted).__name__
    if fitted.output_distribution != "uniform":
        reason = f"its output is {fitted.output_distribution}, and a graph has no inverse of that distribution"
        raise Refusal(step, reason, "Use output_distribution='uniform', or a PowerTransformer.")
    result, shares = [], np.asarray(fitted.references_)
    for part, quantiles in zip(columns(graph, table), fitted.quantiles_.T):
        ref = numbers(graph, [part], step)
        up = between_knots(graph, ref, quantiles, shares)
        down = between_knots(graph, graph.op("Neg", ref), -quantiles[::-1], -shares[::-1])
        made = graph.op("Mul", graph.op("Sub", up, down), graph.constant(0.5))
        for edge, value in ((quantiles[-1], 1.0), (quantiles[0], 0.0)):
            made = graph.op("Where", graph.op("Equal", ref, graph.constant(edge)), graph.constant(value), made)
        made = graph.op("Where", graph.op("IsNaN", ref), ref, made)
        result.append(Part(made, "number", part.names, part.origins))
    return result


def binarizer(graph, fitted, table):
    above = graph.op("Greater", numbers(graph, table, "Binarizer"), graph.constant(float(fitted.threshold)))
    return block(graph, graph.cast(above, "double"), table)


def polynomial_features(graph, fitted, table):
    """[rows, 1, columns] to the powers [1, features, columns], multiplied along the columns."""
    ref = graph.op("Unsqueeze", numbers(graph, table, "PolynomialFeatures"), graph.constant([1], np.int64))
    powers = graph.op("Pow", ref, graph.constant([fitted.powers_]))
    product = graph.op("ReduceProd", powers, graph.constant([2], np.int64), keepdims=0)
    return [Part(product, "number", [f"product {at}" for at in range(len(fitted.powers_))])]


def distances(graph, fitted, table):
    """KMeans as a transformer: how far each centre is."""
    ref = graph.op("Unsqueeze", numbers(graph, table, type(fitted).__name__), graph.constant([1], np.int64))
    apart = graph.op("Sub", ref, graph.constant([np.asarray(fitted.cluster_centers_, dtype=float)]))
    squared = graph.op("ReduceSum", graph.op("Mul", apart, apart), graph.constant([2], np.int64), keepdims=0)
    names_of = [f"distance {at}" for at in range(len(fitted.cluster_centers_))]
    return [Part(graph.op("Sqrt", squared), "number", names_of)]


CONTAINERS = {"Pipeline", "ColumnTransformer", "FeatureUnion"}
EMITTERS = {
    "Pipeline": pipeline,
    "ColumnTransformer": column_transformer,
    "FeatureUnion": feature_union,
    "StandardScaler": standard_scaler,
    "RobustScaler": robust_scaler,
    "MinMaxScaler": min_max_scaler,
    "MaxAbsScaler": max_abs_scaler,
    "SimpleImputer": simple_imputer,
    "MissingIndicator": missing_indicator,
    "OneHotEncoder": one_hot_encoder,
    "OrdinalEncoder": one_column_encoder,
    "TargetEncoder": one_column_encoder,
    "KBinsDiscretizer": k_bins_discretizer,
    "LabelEncoder": label_encoder,
    "FunctionTransformer": function_transformer,
    "Binarizer": binarizer,
    "QuantileTransformer": quantile_transformer,
    "PolynomialFeatures": polynomial_features,
    "KMeans": distances,
    "MiniBatchKMeans": distances,
    "IterativeImputer": iterative_imputer,
    "KNNImputer": knn_imputer,
}
