"""Forests, and trees that were boosted: what the trees of python/model_trees.py add up to."""
import numpy as np

from model_foreign import WAY_OUT
from model_graph import Refusal, numbers
from model_scores import flat, from_scores, highest, mean_of
from model_trees import (
    float32_columns,
    histogram_tree,
    leaf_of_each,
    probabilities,
    sklearn_tree,
    sum_of_trees,
    sum_of_votes,
)


def members(estimator):
    """The (tree, its columns) of a single tree, a forest or a bag of trees."""
    if hasattr(estimator, "estimators_features_"):
        return list(zip(estimator.estimators_, estimator.estimators_features_))
    return [(tree, None) for tree in getattr(estimator, "estimators_", [estimator])]


def forest_regressor(graph, estimator, table):
    ref = float32_columns(graph, numbers(graph, table, type(estimator).__name__))
    trees = [sklearn_tree(tree, features=features) for tree, features in members(estimator)]
    return flat(graph, mean_of(graph, sum_of_trees(graph, ref, trees), len(trees))), None


def forest_classifier(graph, estimator, table):
    ref = float32_columns(graph, numbers(graph, table, type(estimator).__name__))
    trees = [sklearn_tree(tree, probabilities, features) for tree, features in members(estimator)]
    votes = mean_of(graph, sum_of_votes(graph, ref, trees), len(trees))
    return highest(graph, votes), votes


def bagging(graph, estimator, table):
    if not hasattr(estimator.estimators_[0], "tree_"):
        raise Refusal(type(estimator).__name__, "it bags other models than trees", WAY_OUT)
    emitter = forest_classifier if hasattr(estimator, "classes_") else forest_regressor
    return emitter(graph, estimator, table)


def boosted_scores(graph, estimator, table):
    """Raw scores [rows, classes or 1] of GradientBoosting*."""
    step = type(estimator).__name__
    ref = float32_columns(graph, numbers(graph, table, step))
    if estimator.init is not None and estimator.init != "zero":
        raise Refusal(step, "it starts from another model (init=...)", "Leave init out.")
    start = estimator._raw_predict_init(np.zeros((1, estimator.n_features_in_), dtype=np.float32))
    rate = estimator.learning_rate
    trees, targets = [], []
    for stage in estimator.estimators_:
        for target, tree in enumerate(stage):
            trees.append(sklearn_tree(tree, lambda values: rate * values))
            targets.append(target)
    return graph.op("Add", sum_of_trees(graph, ref, trees, targets), graph.constant(start))


def boosted_regressor(graph, estimator, table):
    return flat(graph, boosted_scores(graph, estimator, table)), None


def boosted_classifier(graph, estimator, table):
    scores = boosted_scores(graph, estimator, table)
    if estimator.loss == "exponential":
        scores = graph.op("Mul", scores, graph.constant(2.0))
    return from_scores(graph, scores, len(estimator.classes_))


def histogram_scores(graph, estimator, table):
    step = type(estimator).__name__
    ref = numbers(graph, table, step)
    if getattr(estimator, "_preprocessor", None) is not None:
        raise Refusal(
            step, "it encodes categories by itself", "Encode them with a OneHotEncoder or an OrdinalEncoder."
        )
    trees, targets = [], []
    for stage in estimator._predictors:
        for target, predictor in enumerate(stage):
            trees.append(histogram_tree(predictor, step))
            targets.append(target)
    total = sum_of_trees(graph, ref, trees, targets)
    return graph.op("Add", total, graph.constant(np.reshape(estimator._baseline_prediction, (1, -1))))


def histogram_regressor(graph, estimator, table):
    scores = histogram_scores(graph, estimator, table)
    if estimator.loss in ("poisson", "gamma"):
        scores = graph.op("Exp", scores)
    return flat(graph, scores), None


def histogram_classifier(graph, estimator, table):
    return from_scores(graph, histogram_scores(graph, estimator, table), len(estimator.classes_))


def ada_boost_classifier(graph, estimator, table):
    """SAMME: each tree adds its weight to the class that it votes for, and takes a share of it from the others."""
    step, count = type(estimator).__name__, len(estimator.classes_)
    if not hasattr(estimator.estimators_[0], "tree_") or getattr(estimator, "algorithm", "") == "SAMME.R":
        raise Refusal(step, "it boosts other models than trees, or with SAMME.R", WAY_OUT)
    ref = float32_columns(graph, numbers(graph, table, step))
    weights = estimator.estimator_weights_[: len(estimator.estimators_)]
    votes = np.full((count, count), -1 / (count - 1)) + np.eye(count) * (1 + 1 / (count - 1))
    trees = []
    for tree, weight in zip(estimator.estimators_, weights):
        trees.append(sklearn_tree(tree, lambda values, w=weight: w * votes[values.argmax(axis=1)]))
    scores = mean_of(graph, sum_of_votes(graph, ref, trees), weights.sum())
    if count == 2:
        # decision = score of the second class twice over; the probabilities halve it again
        return highest(graph, scores), graph.op("Softmax", scores, axis=1)
    return highest(graph, scores), graph.op(
        "Softmax", graph.op("Div", scores, graph.constant(float(count - 1))), axis=1
    )


def median_of_trees(graph, estimator, table):
    """AdaBoostRegressor: the weighted median of its trees."""
    step = type(estimator).__name__
    if not hasattr(estimator.estimators_[0], "tree_"):
        raise Refusal(step, "it boosts other models than trees", WAY_OUT)
    ref = float32_columns(graph, numbers(graph, table, step))
    values = leaf_of_each(graph, ref, [sklearn_tree(tree) for tree in estimator.estimators_])
    count = len(estimator.estimators_)
    ascending, order = graph.ops("TopK", 2, values, graph.constant([count], np.int64), axis=1, largest=0)
    weights = graph.op("Gather", graph.constant(estimator.estimator_weights_[:count]), order, axis=0)
    summed = graph.op("CumSum", weights, graph.constant(1, np.int64))
    half = graph.op("Mul", graph.op("Gather", summed, graph.constant([-1], np.int64), axis=1), graph.constant(0.5))
    first = graph.op("ArgMax", graph.cast(graph.op("GreaterOrEqual", summed, half), "double"), axis=1, keepdims=1)
    return flat(graph, graph.op("GatherElements", ascending, first, axis=1)), None
