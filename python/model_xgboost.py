"""XGBoost's models, read from its own JSON: float32, bit for bit.

XGBoost compares features and thresholds in float32, and adds up its leaves in float32, one tree after the other.

@see XGBoost's doc/model.schema, src/predictor, src/common/categorical.h
"""
import json

import numpy as np
from scipy.sparse import issparse

from model_categories import category_columns, coded
from model_graph import Refusal, numbers
from model_scores import both, flat, highest
from model_trees import Tree, float32_columns, leaf_of_each


def xgboost_model(graph, estimator, table):
    step = type(estimator).__name__
    if callable(estimator.objective):
        raise Refusal(step, "its objective is a Python function", "Use an objective of XGBoost's own.")
    best = getattr(estimator, "best_iteration", None)
    margin, objective = margins(
        graph, step, estimator.get_booster(), table, estimator.missing, None if best is None else best + 1
    )
    # float64, rounded to the float32 that XGBoost compares
    wide = graph.cast(margin, "double")
    if hasattr(estimator, "classes_"):
        if objective.startswith("multi:"):
            share = graph.op("Softmax", wide, axis=1)
            return highest(graph, graph.cast(share, "float")), share
        share = graph.cast(graph.op("Greater", wide, graph.constant(0.0)), "double")
        if objective != "binary:hinge":
            share = wide if objective == "binary:logitraw" else graph.op("Sigmoid", wide)
        second = graph.op("Greater", graph.cast(share, "float"), graph.constant(0.5, np.float32))
        return flat(graph, graph.cast(second, "int64")), both(graph, share)
    if objective in LOGISTIC:
        wide = graph.op("Sigmoid", wide)
    return flat(graph, graph.op("Exp", wide) if objective in EXPONENTIAL else wide), None


def margins(graph, step, booster, table, missing, rounds):
    """(margins [rows, groups] in float32, the objective's name) of the first `rounds` rounds (None: of all)."""
    learner = json.loads(booster.save_raw("json"))["learner"]
    objective, facts = learner["objective"]["name"], learner["learner_model_param"]
    if int(facts.get("num_target", 1)) > 1:
        raise Refusal(step, "it predicts several targets", "Train one model for each target.")
    boosted = learner["gradient_booster"]
    if boosted["name"] == "gblinear":
        raise Refusal(step, "it boosts linear models (booster='gblinear')", "Use booster='gbtree', or a linear model.")
    weights, boosted = boosted.get("weight_drop"), boosted.get("gbtree", boosted)  # DART weighs its trees
    model, groups = boosted["model"], max(1, int(facts["num_class"]))
    count = len(model["trees"])
    if rounds is not None:
        count = min(count, rounds * groups * int(model["gbtree_model_param"]["num_parallel_tree"]))
    trees = [tree_of(each, 1.0 if weights is None else weights[at]) for at, each in enumerate(model["trees"][:count])]
    leaves = graph.cast(leaf_of_each(graph, features(graph, step, table, learner, model, missing), trees), "float")
    of_group, start = np.array(model["tree_info"][:count]), starts(facts["base_score"], objective, groups)
    sums = [added(graph, leaves, np.flatnonzero(of_group == at), start[at]) for at in range(groups)]
    return sums[0] if groups == 1 else graph.op("Concat", *sums, axis=1), objective


def tree_of(tree, weight):
    """Categories of a split go right, below a threshold is left: here categories go left."""
    left, right = np.array(tree["left_children"]), np.array(tree["right_children"])
    goes_left, values = np.array(tree["default_left"]), np.array(tree["split_conditions"], dtype=np.float32)
    members = {}
    spans = zip(tree["categories_nodes"], tree["categories_segments"], tree["categories_sizes"])
    for node, begin, size in spans:
        members[node] = tree["categories"][begin : begin + size]
        left[node], right[node], goes_left[node] = right[node], left[node], 1 - goes_left[node]
    leaves = (values * np.float32(weight)).astype(float).reshape(-1, 1)
    return Tree(np.array(tree["split_indices"]), values, left, right, leaves, goes_left, strict=True, members=members)


def added(graph, leaves, chosen, start):
    """[rows, 1]: a start and the leaves of these trees, one after the other as float32 rounds them."""
    own = graph.op("Gather", leaves, graph.constant(chosen, np.int64), axis=1)
    ends = graph.constant([0, 1, 0, 0], np.int64)  # a column before the first
    own = graph.op("Pad", own, ends, graph.constant(start, np.float32))
    sums = graph.op("CumSum", own, graph.constant(1, np.int64))
    return graph.op("Gather", sums, graph.constant([len(chosen)], np.int64), axis=1)


def starts(text, objective, groups):
    """The margin of each group before the first tree, from the score that the file keeps for people."""
    score = np.array(np.broadcast_to(json.loads(text), groups), dtype=np.float32)
    if objective in LOGISTIC:
        return -np.log(np.float32(1) / score - np.float32(1))
    return np.log(score) if objective in EXPONENTIAL else score


LOGISTIC = {"binary:logistic", "reg:logistic"}
EXPONENTIAL = {"count:poisson", "reg:gamma", "reg:tweedie", "survival:cox", "survival:aft"}


def features(graph, step, table, learner, model, missing):
    """What the trees compare: float32 numbers, categories by their number, NaN for whatever counts as missing."""
    kinds = learner["feature_types"] or []
    categorical = [at for at, kind in enumerate(kinds) if kind == "c"]
    if categorical:
        unknown = "refused: XGBoost knows only its own categories"
        table = coded(graph, table, categories(graph, model, categorical), unknown)
    ref = float32_columns(graph, numbers(graph, table, step))
    if issparse(graph.given):  # what a sparse table leaves out is missing, and not 0
        missing = 0.0
    if missing == missing:
        same = graph.op("Equal", ref, graph.constant(float(np.float32(missing))))
        ref = graph.op("Where", same, graph.constant(np.nan), ref)
    return ref


def categories(graph, model, categorical):
    """The lists of categories by column: the model's own since XGBoost 3.1, those of the notebook's table before."""
    kept = (model.get("cats") or {}).get("enc", [])
    if any(each.get("values") for each in kept):
        return {at: kept_values(kept[at]) for at in categorical}
    return {at: list(graph.given.dtypes.iloc[at].categories) for at in category_columns(graph)}


def kept_values(kept):
    values, bounds = kept["values"], kept.get("offsets")
    if bounds is None:
        return values
    return [bytes(values[begin:end]).decode() for begin, end in zip(bounds, bounds[1:])]
