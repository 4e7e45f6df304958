"""The fitted estimator, and its answers as the graph gives them."""
import numpy as np

from model_estimators import BOOSTERS, STANDING, final, library_of, name_of
from model_graph import Refusal
from model_values import array_of

LIBRARIES = {"sklearn", *BOOSTERS, *STANDING}


class Model:
    def __init__(self, estimator):
        self.estimator = estimator
        last = final(estimator)
        self.name = name_of(last)
        module = type(last).__module__
        if library_of(last) not in LIBRARIES:
            raise Refusal(
                self.name,
                f"it comes from {module}: nothing converts it to ONNX",
                "Use an estimator of scikit-learn, LightGBM, XGBoost or CatBoost, or a network of torch or Keras; the pipeline runs as it is.",
            )
        if not hasattr(estimator, "predict"):
            raise Refusal(self.name, "it has no predict", "Score a fitted estimator.")
        self.classes = getattr(estimator, "classes_", None)
        if isinstance(self.classes, list):
            raise Refusal(self.name, "it predicts several targets", "Train one model for each target.")
        if self.classes is not None and len(self.classes) == 0:  # what a regressor of CatBoost has
            self.classes = None
        self.task = "regression" if self.classes is None else "classification"
        self.labels = None
        if self.classes is not None:
            self.call(self.classes)

    def call(self, classes):
        """Gives the classes their names; values that are equal have one name: 1, 1.0 and True."""
        self.classes = np.asarray(classes)
        self.labels = [label_of(value) for value in self.classes.tolist()]

    def learned(self, truth):
        """XGBoost calls False and True 0 and 1: whoever labels rows calls them as the notebook's data does."""
        if truth is not None and self.labels == ["0", "1"] and np.asarray(truth).dtype == bool:
            self.call([False, True])

    def as_json(self, values):
        values = array_of(values).ravel().tolist()
        if self.classes is None:
            return [float(value) for value in values]
        names = dict(zip(self.classes.tolist(), self.labels))
        return [names.get(value) or label_of(value) for value in values]

    def predicts(self, values):
        """Whether these are predictions: not probabilities, or scores."""
        if np.ndim(values) > 1 and np.shape(values)[1] != 1:
            return False
        return self.classes is None or set(self.as_json(values)) <= set(self.labels)

    def answers(self, features):
        """(predictions, probabilities or None) of the original objects, as JSON values."""
        given = self.estimator.predict(features)
        if np.ndim(given) > 1 and np.shape(given)[1] > 1:
            raise Refusal(self.name, "it predicts several targets", "Train one model for each target.")
        predictions = self.as_json(given)
        try:
            shares = self.estimator.predict_proba(features) if self.classes is not None else None
        except AttributeError:  # scikit-learn hides predict_proba where an option forbids it
            shares = None
        return predictions, None if shares is None else np.asarray(shares, dtype=float).tolist()

    def outputs(self, graph, result, shares):
        """The graph's outputs: labels as text or whole numbers, or a float64; and probabilities."""
        taken = {value.name for value in graph.inputs}
        prediction, probabilities = (free_name(name, taken) for name in ("prediction", "probabilities"))
        if self.classes is None:
            return [(prediction, "double", None, result)]
        whole = np.asarray(self.classes).dtype.kind in "iu"
        names = graph.constant(self.classes, np.int64) if whole else graph.constant(self.labels, object)
        label = graph.op("Gather", names, result, axis=0)
        outputs = [(prediction, "int64" if whole else "string", None, label)]
        return outputs if shares is None else [*outputs, (probabilities, "double", len(self.labels), shares)]


def free_name(name, taken):
    while name in taken:
        name += "_"
    return name


def label_of(value):
    """A class by its text; 1.0 is the class 1."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
