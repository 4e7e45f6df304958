"""LightGBM's models, read from its own text, in which every number has 17 digits: float64, bit for bit.

@see LightGBM's include/LightGBM/tree.h, NumericalDecision and CategoricalDecision
"""
import numpy as np

from model_categories import category_columns, coded
from model_graph import Refusal, numbers
from model_scores import both, flat, highest
from model_trees import Tree, sum_of_trees

NO_MISSING, ZERO_IS_MISSING, NAN_IS_MISSING = 0, 1, 2
ZERO = float(np.float32(1e-35))  # what LightGBM takes for zero


def lightgbm_model(graph, estimator, table):
    step = type(estimator).__name__
    total, (objective, *options) = scores(graph, step, estimator.booster_, table)
    slope = next((float(each.split(":")[1]) for each in options if each.startswith("sigmoid:")), 1.0)
    if objective not in OBJECTIVES or (hasattr(estimator, "classes_") and objective not in SHARES):
        raise Refusal(step, f"its objective is {objective}", "Use an objective of LightGBM's own for this task.")
    if "sqrt" in options:
        total = graph.op("Mul", total, graph.op("Abs", total))
    result = OBJECTIVES[objective](graph, graph.op("Mul", total, graph.constant(slope)) if slope != 1 else total)
    if not hasattr(estimator, "classes_"):
        return flat(graph, result), None
    share = result if objective.startswith("multiclass") else both(graph, result)
    return highest(graph, share), share


SHARES = {
    "binary": lambda graph, ref: graph.op("Sigmoid", ref),
    "cross_entropy": lambda graph, ref: graph.op("Sigmoid", ref),
    "multiclass": lambda graph, ref: graph.op("Softmax", ref, axis=1),
    "multiclassova": lambda graph, ref: graph.op("Sigmoid", ref),
}
PLAIN = "regression regression_l1 huber fair quantile mape lambdarank rank_xendcg".split()
OBJECTIVES = {
    **SHARES,
    **{name: lambda graph, ref: ref for name in PLAIN},
    **{name: lambda graph, ref: graph.op("Exp", ref) for name in ("poisson", "gamma", "tweedie")},
}


def scores(graph, step, booster, table):
    """(raw scores [rows, classes or 1], the objective's words) of the iterations that `predict` uses."""
    # Neither writes more than the best iteration, where training stopped early.
    head, *sections = booster.model_to_string().split("\nend of trees")[0].split("\nTree=")
    facts = fields(head)
    found = [fields(section) for section in sections]
    if any(each.get("is_linear") == "1" for each in found):
        raise Refusal(step, "its leaves are linear models (linear_tree=True)", "Train it without linear_tree.")
    trees, kinds, categorical = [], {}, set()
    for each in found:
        trees.append(tree_of(each, kinds, categorical))
    ref = features(graph, step, booster, table, kinds, categorical)
    width = int(facts["num_tree_per_iteration"])
    total = sum_of_trees(graph, ref, trees, [at % width for at in range(len(trees))])
    if "average_output" in head.splitlines():  # a random forest
        total = graph.op("Div", total, graph.constant(float(len(trees) // width)))
    return total, objective_of(booster)


def objective_of(booster):
    """The words of the objective: its name, then options."""
    return fields(booster.model_to_string(num_iteration=1)).get("objective", "custom").split()


def fields(section):
    return dict(line.split("=", 1) for line in section.splitlines() if "=" in line)


def tree_of(section, kinds, categorical):
    """The Tree of a section; notes how each column's missing values are told, and which columns are categories."""

    def row(name, kind):
        return np.array(section.get(name, "").split(), dtype=kind)

    left, right = row("left_child", np.int64), row("right_child", np.int64)
    feature, threshold = row("split_feature", np.int64), row("threshold", float)
    decision = row("decision_type", np.int64)
    leaves, inner = row("leaf_value", float), len(left)
    members, goes_left = {}, np.zeros(inner, dtype=np.int64)
    bounds, words = row("cat_boundaries", np.int64), row("cat_threshold", np.int64)
    for at in range(inner):
        if decision[at] & 1:
            categorical.add(int(feature[at]))
            which = int(threshold[at])
            members[at] = bits(words[bounds[which] : bounds[which + 1]])
            continue
        kind = int(decision[at] >> 2) & 3
        kinds.setdefault(int(feature[at]), set()).add(kind)
        # A missing value counts as 0 where training saw none.
        goes_left[at] = 0 <= threshold[at] if kind == NO_MISSING else bool(decision[at] & 2)
    # LightGBM counts leaves as -1, -2 ...: here they stand behind the splits.
    stand = lambda child: np.where(child < 0, inner + ~child, child)
    ends = np.full(len(leaves), -1)
    return Tree(
        feature,
        threshold,
        np.concatenate([stand(left), ends]),
        np.concatenate([stand(right), ends]),
        np.concatenate([np.zeros(inner), leaves]).reshape(-1, 1),
        goes_left,
        members=members,
    )


def bits(words):
    """Positions of the bits that are set in a row of 32-bit words."""
    return [32 * at + bit for at, word in enumerate(words.tolist()) for bit in range(32) if word >> bit & 1]


def features(graph, step, booster, table, kinds, categorical):
    """What the trees compare: categories as numbers, whole ones; NaN for a zero that counts as missing."""
    known = booster.pandas_categorical or []
    at = category_columns(graph)
    if len(at) != len(known):
        raise Refusal(
            step,
            f"it learned from {len(known)} columns of type category and gets {len(at)}",
            "Give it the table that it was fitted on.",
        )
    ref = numbers(graph, coded(graph, table, dict(zip(at, known)), "a missing value") if known else table, step)
    wide = booster.num_feature()
    if categorical:
        # LightGBM cuts off what stands behind the decimal point.
        below = graph.op("Less", ref, graph.constant(0.0))
        whole = graph.op("Where", below, graph.op("Ceil", ref), graph.op("Floor", ref))
        ref = graph.op("Where", graph.constant([mask(categorical, wide)], bool), whole, ref)
    zeros = {column for column, kind in kinds.items() if ZERO_IS_MISSING in kind}
    if any(len(kinds[column]) > 1 for column in zeros):
        raise Refusal(step, "its trees disagree on whether zero is a missing value", "Train it in one go.")
    if zeros:
        small = graph.op("LessOrEqual", graph.op("Abs", ref), graph.constant(ZERO))
        is_missing = graph.op("And", small, graph.constant([mask(zeros, wide)], bool))
        ref = graph.op("Where", is_missing, graph.constant(np.nan), ref)
    return ref


def mask(columns, wide):
    return np.isin(np.arange(wide), list(columns))
