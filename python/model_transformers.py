"""Fitted transformers as nodes of the graph."""
import numpy as np

from model_foreign import convert_transformer
from model_lines import between_knots
from model_imputers import iterative_imputer, knn_imputer
from model_graph import Part, Refusal, block, by_name, columns, lookup, missing, names, numbers, take, width


UNSEEN = "\u0001shiploop"  # no person's category begins with this control character


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


def one_hot_encoder(graph, fitted, table):
    result, at = [], 0
    for column, part in enumerate(columns(graph, table)):
        categories = list(fitted.categories_[column])
        rare = getattr(fitted, "infrequent_categories_", [None] * len(fitted.categories_))[column]
        rare = 0 if rare is None else len(rare)
        dropped = fitted.drop_idx_ is not None and fitted.drop_idx_[column] is not None
        wide = len(categories) - rare + (1 if rare else 0) - (1 if dropped else 0)
        result.append(encode(graph, fitted, column, part, slice(at, at + wide)))
        at += wide
    return result


def one_column_encoder(graph, fitted, table):
    """OrdinalEncoder and TargetEncoder: one column each, or one for each class."""
    parts = columns(graph, table)
    classes = getattr(fitted, "classes_", None)
    wide = len(classes) if getattr(fitted, "target_type_", "") == "multiclass" else 1
    return [
        encode(graph, fitted, column, part, slice(column * wide, (column + 1) * wide))
        for column, part in enumerate(parts)
    ]


def encode(graph, fitted, column, part, where):
    """A table of what the encoder makes of each category, of an unknown one and of a missing value.

    The encoder itself is asked, one category at a time: whatever its options say, the table says the same.
    """
    step = type(fitted).__name__
    origin = part.origins[0]
    known = [key for key in fitted.categories_[column] if not missing(key)]
    rows = [encoded(fitted, column, key)[where] for key in known]
    unseen = unseen_value(known)
    otherwise, refusal = attempt(lambda: encoded(fitted, column, unseen)[where])
    if refusal is None:
        graph.note(graph.unknown, origin, described(step, otherwise))
    else:
        graph.note(graph.unknown, origin, f"refused: {step} knows only the categories that it was fitted on")
        otherwise = np.zeros_like(rows[0])
    keys = list(known)
    missing_notes = {} if part.filled else graph.missing
    for nothing in (np.nan, None):
        row, refusal = attempt(lambda value=nothing: encoded(fitted, column, value)[where])
        if refusal is None:
            keys.append(None if part.kind == "text" else np.nan)
            rows.append(row)
            was_known = len(known) < len(fitted.categories_[column])
            graph.note(missing_notes, origin, "a category of its own" if was_known else described(step, row))
            break
    else:
        graph.note(missing_notes, origin, f"refused: {step} was fitted without missing values")
    ref = lookup(graph, part, keys, rows, otherwise)
    wide = where.stop - where.start
    new_names = part.names if wide == 1 else [f"{part.names[0]} {at}" for at in range(wide)]
    return Part(ref, "number", new_names, [origin] * wide)


def encoded(fitted, column, value):
    """The encoder's row for this value in this column and the first category in all others."""
    import pandas as pd

    named = getattr(fitted, "feature_names_in_", None)
    firsts = [categories[0] for categories in fitted.categories_]
    firsts[column] = value
    data = {}
    for at, first in enumerate(firsts):
        dtype = object if missing(first) or fitted.categories_[at].dtype.kind in "OUSb" else None
        data[at if named is None else named[at]] = pd.Series([first], dtype=dtype)
    frame = pd.DataFrame(data)
    row = fitted.transform(frame if named is not None else frame.to_numpy(dtype=object))
    row = row.toarray() if hasattr(row, "toarray") else np.asarray(row)
    return row[0].astype(np.float64)


def unseen_value(known):
    if known and not isinstance(known[0], str):
        return max(known) + 1 if not isinstance(known[0], (bool, np.bool_)) else 2
    return UNSEEN


def attempt(ask):
    try:
        return ask(), None
    except Exception as error:
        return None, error


def described(step, row):
    if step == "OneHotEncoder":
        if not np.any(row):
            return "none of the known categories (all zeros)"
        return "the infrequent categories"
    if step == "TargetEncoder":
        return "the mean of the target"
    return f"encoded as {', '.join(f'{value:.6g}' for value in row)}"


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


def label_encoder(graph, fitted, table):
    part = table[0]
    graph.note(graph.unknown, part.origins[0], "refused: LabelEncoder knows only the categories that it was fitted on")
    if not part.filled:
        graph.note(graph.missing, part.origins[0], "refused: LabelEncoder was fitted without missing values")
    rows = np.arange(len(fitted.classes_), dtype=np.float64)
    return [Part(lookup(graph, part, list(fitted.classes_), rows, [0.0]), "number", part.names, part.origins)]


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


def iterative(graph, fitted, table):
    from model_estimators import predict  # which imports this module

    return iterative_imputer(graph, fitted, table, predict, simple_imputer)


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
    "IterativeImputer": iterative,
    "KNNImputer": knn_imputer,
}
