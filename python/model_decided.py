"""Classifiers that change what another one says: calibrated shares, thresholds of their own; and those that guess."""
import numpy as np

from model_graph import Refusal
from model_lines import between_knots
from model_scores import flat, highest, mean_of


def calibrated(graph, estimator, table, scores_of):
    """CalibratedClassifierCV: the mean of several classifiers whose scores were each mapped to shares."""
    step, total = type(estimator).__name__, None
    for each in estimator.calibrated_classifiers_:
        if each.method not in ("sigmoid", "isotonic") or len(each.estimator.classes_) != len(each.classes):
            way_out = "Use method='sigmoid' or 'isotonic', and folds with all classes."
            raise Refusal(step, f"it calibrates by {each.method}, or a fold misses a class", way_out)
        share = calibrated_shares(graph, each, scores_of(graph, each.estimator, table))
        total = share if total is None else graph.op("Add", total, share)
    share = mean_of(graph, total, len(estimator.calibrated_classifiers_))
    return highest(graph, share), share


def calibrated_shares(graph, member, scores):
    """scikit-learn's _CalibratedClassifier.predict_proba."""
    columns = []
    for at, calibrator in enumerate(member.calibrators):
        score = graph.op("Gather", scores, graph.constant([at], np.int64), axis=1)
        if hasattr(calibrator, "X_thresholds_"):  # IsotonicRegression
            columns.append(between_knots(graph, score, calibrator.X_thresholds_, calibrator.y_thresholds_))
        else:
            columns.append(s_curve(graph, calibrator, score))
    if len(columns) == 1:
        return graph.op("Concat", graph.op("Sub", graph.constant([[1.0]]), columns[0]), columns[0], axis=1)
    ref = graph.op("Concat", *columns, axis=1)
    total = graph.op("ReduceSum", ref, graph.constant([1], np.int64), keepdims=1)
    nothing = graph.op("Equal", total, graph.constant(0.0))
    shared = graph.op("Div", ref, graph.op("Where", nothing, graph.constant(1.0), total))
    return graph.op("Where", nothing, graph.constant(1 / len(columns)), shared)


def s_curve(graph, calibrator, score):
    slope, offset = graph.constant(float(calibrator.a_)), graph.constant(float(calibrator.b_))
    return graph.op("Sigmoid", graph.op("Neg", graph.op("Add", graph.op("Mul", score, slope), offset)))


def own_threshold(graph, estimator, table, predict):
    """TunedThresholdClassifierCV and FixedThresholdClassifier."""
    step = type(estimator).__name__
    _, share = predict(graph, estimator.estimator_, table)
    if share is None or getattr(estimator, "response_method", "auto") == "decision_function":
        raise Refusal(step, "it decides by a score that is no probability", "Use an estimator with predict_proba.")
    threshold = getattr(estimator, "best_threshold_", getattr(estimator, "threshold", "auto"))
    threshold = 0.5 if threshold == "auto" else float(threshold)
    # The class that counts as yes may be named, also in the scorer of a search for the threshold.
    named = getattr(estimator, "pos_label", None)
    scorer = getattr(estimator, "_curve_scorer", None)
    named = named if scorer is None else scorer._get_pos_label()
    yes = 1 if named is None else int(np.flatnonzero(estimator.classes_ == named)[0])
    chosen = graph.op("Gather", share, graph.constant([yes], np.int64), axis=1)
    passed = flat(graph, graph.cast(graph.op("GreaterOrEqual", chosen, graph.constant(threshold)), "int64"))
    return graph.op("Gather", graph.constant([1 - yes, yes], np.int64), passed), share


def guessing_classifier(graph, estimator, table):
    if estimator.strategy not in ("most_frequent", "prior", "constant"):
        reason = f"it draws its answers ({estimator.strategy})"
        raise Refusal("DummyClassifier", reason, "Use strategy='most_frequent'.")
    share = estimator.class_prior_
    if estimator.strategy == "constant":
        share = np.asarray(estimator.classes_ == estimator.constant, dtype=float)
    elif estimator.strategy == "most_frequent":
        share = np.eye(len(share))[share.argmax()]
    every = repeated(graph, table, share)
    return highest(graph, every), every


def guessing_regressor(graph, estimator, table):
    return flat(graph, repeated(graph, table, np.ravel(estimator.constant_))), None


def repeated(graph, table, row):
    """The same row for each row of the table."""
    count = graph.op("Shape", table[0].ref, start=0, end=1)
    shape = graph.op("Concat", count, graph.constant([len(row)], np.int64), axis=0)
    return graph.op("Expand", graph.constant([row]), shape)
