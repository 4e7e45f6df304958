"""Linear models as nodes of the graph: weights, and what their loss makes of the scores."""
import numpy as np

from model_graph import Refusal, numbers
from model_scores import both, flat, highest, positive, shares


def linear_scores(graph, estimator, table):
    ref = numbers(graph, table, type(estimator).__name__)
    weights = np.atleast_2d(np.asarray(estimator.coef_, dtype=np.float64))
    offset = np.atleast_1d(np.asarray(estimator.intercept_, dtype=np.float64))
    return graph.op("Add", graph.op("MatMul", ref, graph.constant(weights.T)), graph.constant([offset]))


def linear_regressor(graph, estimator, table):
    if np.ndim(estimator.coef_) > 1 and len(estimator.coef_) > 1:
        raise Refusal(type(estimator).__name__, "it predicts several targets", "Train one model for each target.")
    return flat(graph, linear_scores(graph, estimator, table)), None


def log_linear_regressor(graph, estimator, table):
    """PoissonRegressor, GammaRegressor and TweedieRegressor with a log link."""
    if "Log" not in type(estimator._base_loss.link).__name__:
        return linear_regressor(graph, estimator, table)
    return flat(graph, graph.op("Exp", linear_scores(graph, estimator, table))), None


def linear_classifier(graph, estimator, table):
    scores = linear_scores(graph, estimator, table)
    binary = len(estimator.classes_) == 2
    index = positive(graph, scores) if binary else highest(graph, scores)
    if not hasattr(estimator, "predict_proba"):
        return index, None
    one_against_rest = (
        "SGD" in type(estimator).__name__
        or getattr(estimator, "solver", "") == "liblinear"
        or getattr(estimator, "multi_class", "") == "ovr"
    )
    if binary and getattr(estimator, "multi_class", "") == "multinomial":
        double = graph.op("Concat", graph.op("Neg", scores), scores, axis=1)
        return index, graph.op("Softmax", double, axis=1)
    if "SGD" in type(estimator).__name__ and estimator.loss != "log_loss":
        raise Refusal(type(estimator).__name__, f"its loss is {estimator.loss}", "Use loss='log_loss'.")
    if binary:
        return index, both(graph, graph.op("Sigmoid", scores))
    if one_against_rest:
        return index, shares(graph, graph.op("Sigmoid", scores))
    return index, graph.op("Softmax", scores, axis=1)
