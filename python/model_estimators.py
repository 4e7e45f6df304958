"""Fitted estimators as the last nodes of the graph: a number, or class probabilities and a label's position."""
import numpy as np

from model_answered import answered_model
from model_catboost import catboost_model
from model_decided import calibrated, guessing_classifier, guessing_regressor, own_threshold
from model_foreign import WAY_OUT, convert_step
from model_forests import (
    ada_boost_classifier,
    bagging,
    boosted_classifier,
    boosted_regressor,
    boosted_scores,
    forest_classifier,
    forest_regressor,
    histogram_classifier,
    histogram_regressor,
    histogram_scores,
    median_of_trees,
)
from model_functions import function
from model_graph import Refusal, block, by_name, numbers, width
from model_lightgbm import lightgbm_model
from model_linear import linear_classifier, linear_regressor, linear_scores, log_linear_regressor
from model_neighbors import neighbors_classifier, neighbors_regressor
from model_network import network_model
from model_scores import flat, highest, mean_of
from model_transformers import describe, transform
from model_xgboost import xgboost_model


def library_of(estimator):
    return getattr(estimator, "library", type(estimator).__module__.split(".")[0])


def name_of(estimator):
    """Of a network, or of a model whose predictions the notebook goes on with: its own class, not what stands for it."""
    return estimator.called if library_of(estimator) in STANDING else type(estimator).__name__


def final(estimator):
    """What a search or a Pipeline predicts with, at the end."""
    while True:
        if hasattr(estimator, "best_estimator_"):
            estimator = estimator.best_estimator_
        elif hasattr(estimator, "steps"):
            estimator = estimator.steps[-1][1]
        else:
            return estimator


def predict(graph, estimator, table):
    """Adds an estimator. A regressor gives (number [rows], None); a classifier (position of the label [rows],
    probabilities [rows, classes] or None)."""
    if hasattr(estimator, "best_estimator_"):
        return predict(graph, estimator.best_estimator_, table)
    step = name_of(estimator)
    if hasattr(estimator, "feature_names_in_"):
        table = by_name(graph, table, [str(name) for name in estimator.feature_names_in_], step)
    if step == "Pipeline" and hasattr(estimator, "steps"):
        return behind_steps(graph, estimator, table)
    if isinstance(getattr(estimator, "classes_", None), list):
        raise Refusal(step, "it predicts several targets", "Train one model for each target.")
    library = library_of(estimator)
    emitter = {**BOOSTERS, **STANDING}.get(library)
    if library == "sklearn":
        emitter = next((EMITTERS[kind.__name__] for kind in type(estimator).__mro__ if kind.__name__ in EMITTERS), None)
    if emitter not in COMPOSITES:
        describe(graph, step, table)
    return (emitter or foreign)(graph, estimator, table)


def behind_steps(graph, estimator, table):
    """The last step of a Pipeline, behind the others; what only resamples the training rows leaves rows as they are."""
    given = graph.given
    for _, before in estimator.steps[:-1]:
        if before is None or isinstance(before, str) or hasattr(before, "fit_resample"):
            continue
        table = transform(graph, before, table)
        graph.given = before.transform(graph.given)
    answers = predict(graph, estimator.steps[-1][1], table)
    graph.given = given
    return answers


def foreign(graph, estimator, table):
    step = type(estimator).__name__
    ref = numbers(graph, table, step)
    classes = getattr(estimator, "classes_", None)
    if classes is None:
        return flat(graph, convert_step(graph, estimator, ref, width(table), {})[0]), None
    label, *rest = convert_step(graph, estimator, ref, width(table), {"zipmap": False})
    index = position(graph, label, np.asarray(classes))
    if not rest or not hasattr(estimator, "predict_proba"):
        return index, None
    return index, graph.op("Reshape", rest[0], graph.constant([-1, len(classes)], np.int64))


def position(graph, label, classes):
    """Position among the classes of a label as the converter gives it: text, or a whole number."""
    column = graph.op("Reshape", label, graph.constant([-1, 1], np.int64))
    if classes.dtype.kind in "OUS":
        same = graph.op("Equal", column, graph.constant([classes.astype(str)], object))
    else:
        same = graph.op("Equal", graph.cast(column, "double"), graph.constant([classes]))
    return highest(graph, graph.cast(same, "double"))


def voting_regressor(graph, estimator, table):
    weights = estimator._weights_not_none or [1.0] * len(estimator.estimators_)
    total = None
    for member, weight in zip(estimator.estimators_, weights):
        value = graph.op("Mul", predict(graph, member, table)[0], graph.constant(float(weight)))
        total = value if total is None else graph.op("Add", total, value)
    return mean_of(graph, total, sum(weights)), None


def voting_classifier(graph, estimator, table):
    weights = estimator._weights_not_none or [1.0] * len(estimator.estimators_)
    count, total = len(estimator.classes_), None
    for member, weight in zip(estimator.estimators_, weights):
        index, share = predict(graph, member, table)
        if estimator.voting == "hard":
            share = graph.op("Gather", graph.constant(np.eye(count)), index, axis=0)
        value = graph.op("Mul", share, graph.constant(float(weight)))
        total = value if total is None else graph.op("Add", total, value)
    if estimator.voting == "hard":
        return highest(graph, total), None
    share = mean_of(graph, total, sum(weights))
    return highest(graph, share), share


def stacking(graph, estimator, table):
    step, parts = type(estimator).__name__, []
    for member, method in zip(estimator.estimators_, estimator.stack_method_):
        value, share = predict(graph, member, table)
        if method == "predict_proba":
            binary = len(estimator.classes_) == 2
            parts.append(graph.op("Gather", share, graph.constant([1], np.int64), axis=1) if binary else share)
        elif method == "predict" and not hasattr(estimator, "classes_"):
            parts.append(graph.op("Reshape", value, graph.constant([-1, 1], np.int64)))
        else:
            raise Refusal(step, f"it stacks what {type(member).__name__}.{method} gives", WAY_OUT)
    if estimator.passthrough:
        parts.append(numbers(graph, table, step))
    ref = graph.op("Concat", *parts, axis=1) if len(parts) > 1 else parts[0]
    stacked = block(graph, ref, [], [f"{step} {at}" for at in range(estimator.final_estimator_.n_features_in_)])
    given, graph.given = graph.given, None
    answers = predict(graph, estimator.final_estimator_, stacked)
    graph.given = given
    return answers


def transformed_target(graph, estimator, table):
    value, _ = predict(graph, estimator.regressor_, table)
    inverse, step = estimator.transformer_, type(estimator).__name__
    if type(inverse).__name__ == "FunctionTransformer":
        return (value if inverse.inverse_func is None else function(graph, inverse.inverse_func, value)), None
    if type(inverse).__name__ == "StandardScaler":
        scaled = graph.op("Mul", value, graph.constant(inverse.scale_)) if inverse.with_std else value
        return (graph.op("Add", scaled, graph.constant(inverse.mean_)) if inverse.with_mean else scaled), None
    raise Refusal(step, f"{type(inverse).__name__} has no inverse in the graph", "Use func and inverse_func of numpy.")


BOOSTERS = {"lightgbm": lightgbm_model, "xgboost": xgboost_model, "catboost": catboost_model}
# What stands for a model of another class than its own.
NETWORKS = {"torch": network_model, "keras": network_model}


def answered(graph, estimator, table):
    return answered_model(graph, estimator, table, predict)


def scores_of(graph, estimator, table):
    """What scikit-learn calibrates: decision_function as [rows, classes or 1], predict_proba where there is none."""
    estimator = getattr(estimator, "estimator", estimator) if type(estimator).__name__ == "FrozenEstimator" else estimator
    if hasattr(estimator, "steps"):
        for _, before in estimator.steps[:-1]:
            table = transform(graph, before, table)
        return scores_of(graph, estimator.steps[-1][1], table)
    for kind in type(estimator).__mro__:
        emitter = EMITTERS.get(kind.__name__) if library_of(estimator) == "sklearn" else None
        if emitter in SCORES:
            return SCORES[emitter](graph, estimator, table)
    if hasattr(estimator, "decision_function"):
        raise Refusal(type(estimator).__name__, "its scores are calibrated, and only its shares convert", WAY_OUT)
    share = predict(graph, estimator, table)[1]
    return graph.op("Gather", share, graph.constant([1], np.int64), axis=1) if len(estimator.classes_) == 2 else share


def calibrated_classifier(graph, estimator, table):
    return calibrated(graph, estimator, table, scores_of)


def threshold_classifier(graph, estimator, table):
    return own_threshold(graph, estimator, table, predict)


STANDING = {**NETWORKS, "answered": answered}
COMPOSITES = {answered, voting_regressor, voting_classifier, stacking, transformed_target, calibrated_classifier, threshold_classifier}
SCORES = {
    linear_classifier: linear_scores,
    boosted_classifier: boosted_scores,
    histogram_classifier: histogram_scores,
}
EMITTERS = {
    "LogisticRegression": linear_classifier,
    "SGDClassifier": linear_classifier,
    "Perceptron": linear_classifier,
    "PassiveAggressiveClassifier": linear_classifier,
    "RidgeClassifier": linear_classifier,
    "RidgeClassifierCV": linear_classifier,
    "LinearSVC": linear_classifier,
    "LinearDiscriminantAnalysis": linear_classifier,
    "_GeneralizedLinearRegressor": log_linear_regressor,
    "LinearModel": linear_regressor,
    "BaseSGDRegressor": linear_regressor,
    "LinearSVR": linear_regressor,
    "BaseDecisionTree": forest_regressor,
    "DecisionTreeClassifier": forest_classifier,
    "ForestClassifier": forest_classifier,
    "ForestRegressor": forest_regressor,
    "BaggingClassifier": bagging,
    "BaggingRegressor": bagging,
    "GradientBoostingClassifier": boosted_classifier,
    "GradientBoostingRegressor": boosted_regressor,
    "HistGradientBoostingClassifier": histogram_classifier,
    "HistGradientBoostingRegressor": histogram_regressor,
    "AdaBoostClassifier": ada_boost_classifier,
    "AdaBoostRegressor": median_of_trees,
    "CalibratedClassifierCV": calibrated_classifier,
    "TunedThresholdClassifierCV": threshold_classifier,
    "FixedThresholdClassifier": threshold_classifier,
    "DummyClassifier": guessing_classifier,
    "DummyRegressor": guessing_regressor,
    "KNeighborsClassifier": neighbors_classifier,
    "KNeighborsRegressor": neighbors_regressor,
    "VotingClassifier": voting_classifier,
    "VotingRegressor": voting_regressor,
    "StackingClassifier": stacking,
    "StackingRegressor": stacking,
    "TransformedTargetRegressor": transformed_target,
}
