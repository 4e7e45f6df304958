"""What a notebook makes of the numbers that a model gives: the highest, those above a threshold, a scaler's inverse.

The answer is a path (src/build/model/answer.ts) whose one leaf are those numbers: Python evaluates it with the
notebook's expressions, the graph gets the same steps.
"""
import numpy as np

from model_graph import Part, numbers
from model_path import MADE, Path, nodes_of
from model_path_nodes import PathNodes
from model_scores import both, flat
from model_values import array_of

SCORES = "scores"
ABOVE = (">", ">=")
COMPARED = (*ABOVE, "<", "<=")


class Answering:
    """An estimator whose `scores(features)` an answer is made of: `predict`, and `predict_proba` where there are chances."""

    # What the model itself makes its scores with, last: softmax, sigmoid, log, or a word that says they are no chances.
    kind = None

    def decide(self, answer, namespace, real):
        """`real`: the scores of the notebook's own tested rows."""
        self.wide = int(np.prod(real.shape[1:], dtype=int))
        self.answer = Path(answer, {**namespace, SCORES: real}, None)
        self.decision = next((node for node in nodes_of(self.answer.node) if is_decision(node)), None)
        self.chosen = self._chosen(self.answer.node)
        self.chances = None
        if self.decision is not None:
            self.classes_ = self._classes()
            self.chances = self._chances()

    def predict(self, features):
        scores = self.scores(features)
        return array_of(self.answer.features({SCORES: scores})).reshape(len(scores))

    def predict_proba(self, features):
        if self.chances is None:
            raise AttributeError("its scores are no chances")
        node, how = self.chances
        values = array_of(self.answer.value(node, {SCORES: self.scores(features)}))
        return shares_of(values.reshape(len(values), -1).astype(float), how)

    def _chosen(self, node):
        """(else, then) of an answer that ends in a choice of two values; None otherwise."""
        while node["op"] == "same":
            node = node["of"][0]
        if node.get("how") != "where" or any(child["op"] != "number" for child in node["of"][1:]):
            return None
        condition = node["of"][0]
        while condition["op"] == "same" or condition.get("how") == "int":
            condition = condition["of"][0]
        return [self.answer.evaluate(child["python"]) for child in node["of"][:0:-1]] if is_decision(condition) else None

    def _classes(self):
        if self.chosen is not None:
            return np.asarray(self.chosen)
        encoders = [node for node in nodes_of(self.answer.node) if node["op"] == "inverse"]
        if encoders:
            return np.asarray(self.answer.evaluate(encoders[0]["by"]).classes_)
        return np.arange(self._width(self.decision["of"][0]) if self.decision["op"] == "highest" else 2)

    def _width(self, node):
        value = array_of(self.answer.real(node))
        return int(np.prod(value.shape[1:], dtype=int))

    def _chances(self):
        """(what is compared, how it becomes chances); None where the notebook's text does not tell."""
        if self.chosen is None and any(node.get("how") == "where" for node in nodes_of(self.answer.node)):
            return None
        compared = self.decision["of"][0]
        if compared["op"] == "number":
            return None
        kind = made_with(compared) or self.kind
        if self.decision["op"] == "highest":
            how = {"softmax": "as they are", "log": "exp", None: "softmax"}.get(kind)
            return None if how is None else (compared, how)
        if self.decision["op"] == "rowwise" and self.decision["how"] not in ABOVE or self._width(compared) > 1:
            return None
        if kind in ("sigmoid", "softmax"):
            return compared, "as they are"
        threshold = self.decision["of"][1]["python"] if self.decision["op"] == "rowwise" else "0.5"
        return (compared, "sigmoid") if kind is None and self.answer.evaluate(threshold) == 0 else None

    def emit(self, graph, ref, step):
        """The answer behind the scores (`ref`, [rows, wide]): a label's position and its chances, or a number."""
        leaf = {MADE: {}, SCORES: [Part(ref, "number", [f"score {at}" for at in range(self.wide)])]}
        root = self.answer.node if self.chosen is None else self.decision
        nodes = PathNodes(self.answer, graph, leaf)
        answer = nodes.of(root)
        chances = nodes.of(self.chances[0]) if self.chances else None
        number = flat(graph, numbers(graph, answer, step))
        if self.decision is None:
            return number, None
        position = graph.cast(number, "int64")
        if chances is None:
            return position, None
        how, ref = self.chances[1], numbers(graph, chances, step)
        if how == "softmax":
            return position, graph.op("Softmax", ref, axis=1)
        ref = graph.op({"exp": "Exp", "sigmoid": "Sigmoid"}[how], ref) if how != "as they are" else ref
        return position, ref if sum(part.width for part in chances) > 1 else both(graph, ref)


def is_decision(node):
    return node["op"] in ("highest", "rounded") or (node["op"] == "rowwise" and node["how"] in COMPARED)


def made_with(node):
    """What the notebook itself makes chances with."""
    made = [each["how"] for each in nodes_of(node) if each["op"] == "chances"]
    return "softmax" if made and made[0] == "exp" else (made or [None])[0]


def shares_of(values, how):
    if how == "softmax":
        values = np.exp(values - values.max(axis=1, keepdims=True))
        values = values / values.sum(axis=1, keepdims=True)
    elif how == "exp":
        values = np.exp(values)
    elif how == "sigmoid":
        values = 1 / (1 + np.exp(-values))
    return values if values.shape[1] > 1 else np.column_stack([1 - values, values])
