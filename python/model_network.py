"""Neural networks as estimators: the network gives scores, and the notebook's own steps make its answer of them."""
import contextlib
import io
import logging
import warnings

import numpy as np

from model_answering import Answering
from model_graph import Refusal, numbers, take
from model_values import array_of, is_several


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


class Network(Answering):
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
        self.proto = self.exported()
        self.kind = ending(self.proto)
        self.decide(answer, namespace, real)

    def scores(self, features):
        tables = features if is_several(features) else [features]
        scores = self.run([form.array(value) for form, value in zip(self.forms, tables)])
        if np.isnan(array_of(scores)).any():
            raise ValueError("a missing value makes its scores NaN")
        return scores


ENDINGS = {"Softmax": "softmax", "Sigmoid": "sigmoid", "LogSoftmax": "log"}
PASSING = {"Identity", "Squeeze", "Unsqueeze", "Reshape", "Flatten", "Cast"}


def ending(proto):
    """What the network itself makes its scores with, last."""
    makes = {name: node for node in proto.graph.node for name in node.output}
    node = makes.get(proto.graph.output[0].name)
    while node is not None and node.op_type in PASSING:
        node = makes.get(node.input[0])
    return None if node is None else ENDINGS.get(node.op_type)


def network_model(graph, estimator, table):
    """The network and the answer behind it: a label's position and its chances, or a number."""
    refs, first, step = [], 0, estimator.called
    for form in estimator.forms:
        refs.append(form.tensor(graph, take(graph, table, range(first, first + form.width)), step))
        first += form.width
    scores = graph.graft(estimator.proto, *refs)[0]
    scores = graph.cast(graph.op("Reshape", scores, graph.constant([-1, estimator.wide], np.int64)), "double")
    return estimator.emit(graph, scores, step)


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
