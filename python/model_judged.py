"""Predictions that say how good the model is: of rows that it did not learn from, with the ground truth."""
import numpy as np

from model_graph import Refusal, missing
from model_values import table_of

NOTHING = ([], [], None)


def judge(job, model, tested, namespace):
    """(predictions, truth, confidence of the predicted class or None) of the tested rows, as JSON values.

    Before that, the path found by reading the notebook has to give what the notebook itself computed.
    """
    features = tested.features(tested.columns)
    if job["features"] is not None:
        compare_features(features, evaluated(job["features"], namespace))
    noted = None if job["prediction"] is None else evaluated(job["prediction"], namespace)
    if job["kind"] == "holdout":
        prediction, shares = model.answers(features)
        if noted is not None and model.predicts(noted):
            compare_predictions(prediction, model.as_json(noted))
    elif job["kind"] == "out-of-fold":
        prediction, shares = out_of_fold(job, model, features, noted, namespace)
    else:
        return NOTHING
    if prediction is None or job["truth"] is None:
        return NOTHING
    truth = model.as_json(evaluated(job["truth"], namespace))
    if not len(prediction) == len(truth) == tested.count:
        raise Refusal(
            "evaluation",
            f"{len(prediction)} predictions and {len(truth)} true values stand against {tested.count} tested rows",
            "Score one prediction for each tested row.",
        )
    return prediction, truth, None if shares is None else [max(row) for row in shares]


def out_of_fold(job, model, features, noted, namespace):
    if noted is not None and model.predicts(noted):
        return model.as_json(noted), None
    if noted is not None and model.classes is not None and np.ndim(noted) == 2:
        shares = np.asarray(noted, dtype=float)
        return [model.labels[at] for at in shares.argmax(axis=1)], shares.tolist()
    if job["folds"] is None or job["truth"] is None:
        return None, None
    # The notebook keeps only the score: the same folds, predicted again.
    from sklearn.base import clone
    from sklearn.model_selection import cross_val_predict

    searched = getattr(model.estimator, "best_estimator_", model.estimator)
    truth = evaluated(job["truth"], namespace)
    folds = evaluated(job["folds"], namespace)
    return model.as_json(cross_val_predict(clone(searched), features, truth, cv=folds)), None


def evaluated(text, namespace):
    try:
        return eval(compile(text, "<predict path>", "eval"), dict(namespace))
    except NameError as error:
        raise Refusal(
            text, f"the run did not save it ({error})", "Give it a name of its own in the notebook."
        ) from error


WAY_OUT = "Compute the features from one table with fitted transformers, for training and for prediction alike."


def compare_features(ours, theirs):
    ours, theirs = table_of(ours), table_of(theirs)
    if ours.shape != theirs.shape or not same_values(ours, theirs):
        raise Refusal("predict path", "the features of the raw rows differ from those that the notebook computed", WAY_OUT)


def compare_predictions(ours, theirs):
    wrong = sum(not same(one, other) for one, other in zip(ours, theirs))
    if len(ours) != len(theirs) or wrong:
        reason = f"the predictions for the raw rows differ from the notebook's in {wrong} of {len(theirs)} rows"
        raise Refusal("predict path", reason, WAY_OUT)


def same_values(ours, theirs):
    try:
        return np.allclose(ours.astype(float), theirs.astype(float), rtol=1e-9, atol=1e-12, equal_nan=True)
    except (TypeError, ValueError):  # text
        return all(
            one == other or (missing(one) and missing(other)) for one, other in zip(ours.ravel(), theirs.ravel())
        )


def same(one, other):
    return one == other or (isinstance(one, float) and abs(one - other) <= 1e-9 * max(1.0, abs(other)))
