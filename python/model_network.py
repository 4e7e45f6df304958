"""Neural networks as estimators: the network gives scores, and the notebook's own steps make its answer of them.

The answer is a path (src/build/model/answer.ts) whose one leaf are the scores: Python evaluates it with the notebook's
expressions, the graph gets the same steps.
"""
import contextlib
import io
import logging
import warnings

import numpy as np

from model_graph import Part, Refusal, numbers, take
from model_path import MADE, Path, nodes_of
from model_scores import both, flat
from model_values import array_of, is_several

SCORES = "scores"
ABOVE = (">", ">=")
COMPARED = (*ABOVE, "<", "<=")


class Form:
    """How a network wants one of its tables: the shape of a row, and the type of its numbers."""

    def __init__(self, value):
        array = array_of(value)
        if array.dtype.kind not in "fiub":
            raise Refusal("network", f"it takes a table of {array.dtype}", "Give it numbers.")
        self.dtype, self.row = array.dtype, array.shape[1:]
        self.width = int(np.prod(self.row, dtype=int))
        self.counts = array.dtype.kind in "iu" and array.size > 0 and array.min() >= 0
        whole = "int64" if array.dtype.kind in "iu" else "bool"
        self.element = {4: "float", 8: "double"}.get(array.dtype.itemsize) if array.dtype.kind == "f" else whole

    def array(self, value):
        array = array_of(value).astype(self.dtype)
        return array.reshape(len(array), *self.row)

    def tensor(self, graph, table, step):
        ref = numbers(graph, table, step)
        if self.counts:
            # A position below zero, which Python refuses, would count from the end: no table is that long.
            below = graph.op("Less", ref, graph.constant(0.0))
            ref = graph.op("Where", below, graph.constant(2.0**31), ref)
        ref = ref if self.element == "double" else graph.cast(ref, self.element)
        return ref if len(self.row) == 1 else graph.op("Reshape", ref, graph.constant([-1, *self.row], np.int64))


class Network:
    """`predict` as the notebook decides, `predict_proba` where its scores are chances or become them."""

    def __init__(self, model, answer, namespace, features):
        """`features`: of the notebook's own tested rows, as it hands them to the network."""
        self.called = type(model).__name__
        if answer is None:
            reason = "what the notebook makes of its scores is not written as steps that a graph can hold"
            way_out = "Write it as argmax, as a comparison with a number, or as a scaler's inverse_transform."
            raise Refusal(self.called, reason, way_out)
        tables = list(features) if is_several(features) else [features]
        self.forms = [Form(value) for value in tables]
        try:
            real = self.scores(features)
        except ValueError as error:
            raise Refusal(self.called, f"on the notebook's own rows {error}", "Fill or drop missing values before it.") from error
        self.wide = int(np.prod(real.shape[1:], dtype=int))
        self.proto = self.exported()
        self.answer = Path(answer, {**namespace, SCORES: real}, None)
        self.decision = next((node for node in nodes_of(self.answer.node) if is_decision(node)), None)
        if self.decision is not None:
            self.classes_ = self._classes()
        self.chances = self._chances()

    def scores(self, features):
        tables = features if is_several(features) else [features]
        scores = self.run([form.array(value) for form, value in zip(self.forms, tables)])
        if np.isnan(array_of(scores)).any():
            raise ValueError("a missing value makes its scores NaN")
        return scores

    def predict(self, features):
        scores = self.scores(features)
        return array_of(self.answer.features({SCORES: scores})).reshape(len(scores))

    def predict_proba(self, features):
        if self.chances is None:
            raise AttributeError("its scores are no chances")
        node, how = self.chances
        values = array_of(self.answer.value(node, {SCORES: self.scores(features)}))
        return shares_of(values.reshape(len(values), -1).astype(float), how)

    def _classes(self):
        encoders = [node for node in nodes_of(self.answer.node) if node["op"] == "inverse"]
        if encoders:
            return np.asarray(self.answer.evaluate(encoders[0]["by"]).classes_)
        return np.arange(self._width(self.decision["of"][0]) if self.decision["op"] == "highest" else 2)

    def _width(self, node):
        value = array_of(self.answer.real(node))
        return int(np.prod(value.shape[1:], dtype=int))

    def _chances(self):
        """(what is compared, how it becomes chances); None where the notebook's text does not tell."""
        if self.decision is None or any(node.get("how") == "where" for node in nodes_of(self.answer.node)):
            return None
        compared = self.decision["of"][0]
        if compared["op"] == "number":
            return None
        kind = made_with(compared) or ending(self.proto)
        if self.decision["op"] == "highest":
            how = {"softmax": "as they are", "log": "exp", None: "softmax"}.get(kind)
            return None if how is None else (compared, how)
        if self.decision["op"] == "rowwise" and self.decision["how"] not in ABOVE or self._width(compared) > 1:
            return None
        if kind in ("sigmoid", "softmax"):
            return compared, "as they are"
        threshold = self.decision["of"][1]["python"] if self.decision["op"] == "rowwise" else "0.5"
        return (compared, "sigmoid") if kind is None and self.answer.evaluate(threshold) == 0 else None


def is_decision(node):
    return node["op"] in ("highest", "rounded") or (node["op"] == "rowwise" and node["how"] in COMPARED)


def made_with(node):
    """What the notebook itself makes chances with."""
    made = [each["how"] for each in nodes_of(node) if each["op"] == "chances"]
    return "softmax" if made and made[0] == "exp" else (made or [None])[0]


ENDINGS = {"Softmax": "softmax", "Sigmoid": "sigmoid", "LogSoftmax": "log"}
PASSING = {"Identity", "Squeeze", "Unsqueeze", "Reshape", "Flatten", "Cast"}


def ending(proto):
    """What the network itself makes its scores with, last."""
    makes = {name: node for node in proto.graph.node for name in node.output}
    node = makes.get(proto.graph.output[0].name)
    while node is not None and node.op_type in PASSING:
        node = makes.get(node.input[0])
    return None if node is None else ENDINGS.get(node.op_type)


def shares_of(values, how):
    if how == "softmax":
        values = np.exp(values - values.max(axis=1, keepdims=True))
        values = values / values.sum(axis=1, keepdims=True)
    elif how == "exp":
        values = np.exp(values)
    elif how == "sigmoid":
        values = 1 / (1 + np.exp(-values))
    return values if values.shape[1] > 1 else np.column_stack([1 - values, values])


def network_model(graph, estimator, table):
    """The network and the answer behind it: a label's position and its chances, or a number."""
    refs, first, step = [], 0, estimator.called
    for form in estimator.forms:
        refs.append(form.tensor(graph, take(graph, table, range(first, first + form.width)), step))
        first += form.width
    scores = graph.graft(estimator.proto, *refs)[0]
    scores = graph.cast(graph.op("Reshape", scores, graph.constant([-1, estimator.wide], np.int64)), "double")
    leaf = {MADE: {}, SCORES: [Part(scores, "number", [f"score {at}" for at in range(estimator.wide)])]}
    answer, chances = estimator.answer.emitted(graph, leaf, [estimator.answer.node, (estimator.chances or [None])[0]])
    number = flat(graph, numbers(graph, answer, step))
    if estimator.decision is None:
        return number, None
    position = graph.cast(number, "int64")
    if chances is None:
        return position, None
    how, ref = estimator.chances[1], numbers(graph, chances, step)
    if how == "softmax":
        return position, graph.op("Softmax", ref, axis=1)
    ref = graph.op({"exp": "Exp", "sigmoid": "Sigmoid"}[how], ref) if how != "as they are" else ref
    return position, ref if sum(part.width for part in chances) > 1 else both(graph, ref)


@contextlib.contextmanager
def quiet():
    """Exporters tell of libraries that are not there, and print the traces of their tries."""
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
