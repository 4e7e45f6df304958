"""Estimators whose predictions the notebook goes on with: a threshold of its own, `np.expm1`, the names of the labels."""
import numpy as np

from model_answering import SCORES, Answering
from model_graph import Refusal
from model_path import nodes_of
from model_values import array_of


class Answered(Answering):
    library = "answered"

    def __init__(self, model, called, method, answer, namespace, features):
        """`features`: of the notebook's own tested rows, as it hands them to the model.

        Raises whatever those steps do where they are for other values than the model's.
        """
        self.model, self.called, self.method = model, called, method
        classes = getattr(model, "classes_", None)
        self.gives_numbers = hasattr(model, "values") or method == "predict_proba"
        self.names = None if classes is None or self.gives_numbers else np.asarray(classes)
        # A regressor's numbers are no chances, whatever they are compared with.
        self.kind = "number" if classes is None else "softmax"
        if self.names is not None:
            self.rename(answer, namespace)
            return
        self.decide(answer, namespace, array_of(self.scores(features)))
        if self.decision is None and classes is not None:
            raise ValueError  # they are probabilities, and nothing is decided by them

    def rename(self, answer, namespace):
        """What is made of labels gives each of them a name."""
        self.decide(answer, namespace, self.names)
        self.classes_ = array_of(self.answer.features({SCORES: self.names})).reshape(len(self.names))
        if len(set(self.classes_.tolist())) != len(self.names):
            raise ValueError  # two labels get one name

    def refuse_others(self, rows):
        """`(rf.predict_proba(X)[:, 1] + gb.predict_proba(X)[:, 1]) / 2`: what the other model says is there for these rows only."""
        for node in nodes_of(self.answer.node):
            if node["op"] == "number" and rows > 1 and rows in np.shape(self.answer.evaluate(node["python"])):
                raise Refusal(
                    node["python"],
                    f"the notebook mixes it with the predictions of {self.called}, and it is there for the notebook's own rows only",
                    "Make one model of them, such as VotingClassifier(..., voting='soft') or VotingRegressor, or score one alone.",
                )

    def scores(self, features):
        if hasattr(self.model, "values"):  # a bare booster
            return self.model.values(features)
        return getattr(self.model, self.method)(features)

    def predict(self, features):
        if self.names is None:
            return super().predict(features)
        at = {name: place for place, name in enumerate(self.names.tolist())}
        given = array_of(self.model.predict(features)).ravel().tolist()
        return self.classes_[[at[name] for name in given]]

    @property
    def predict_proba(self):
        return super().predict_proba if self.names is None else self.model.predict_proba


def answered_model(graph, estimator, table, predict):
    """The model, and the notebook's answer behind it."""
    result, shares = predict(graph, estimator.model, table)
    if estimator.names is not None:
        return result, shares
    ref = result if shares is None else shares
    if shares is not None and estimator.wide == 1:  # a bare booster gives the chance of yes alone
        ref = graph.op("Gather", shares, graph.constant([1], np.int64), axis=1)
    ref = graph.op("Reshape", ref, graph.constant([-1, estimator.wide], np.int64))
    return estimator.emit(graph, ref, estimator.called)
