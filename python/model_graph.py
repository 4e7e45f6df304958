"""An ONNX graph in the making, and the tables that flow through it.

Numbers are float64 from the inputs on: a scaler computed in float32 moves values over the split points of trees
(measured: up to 3% of the labels). What a kernel has only in float32 is cast right before it.
"""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 19  # the first with Equal on strings; ONNX Runtime 1.16 and later run it
ML_OPSET = 5  # the first with tree ensembles in float64
ELEMENTS = {
    "double": TensorProto.DOUBLE,
    "float": TensorProto.FLOAT,
    "int64": TensorProto.INT64,
    "string": TensorProto.STRING,
    "bool": TensorProto.BOOL,
}


class Refusal(Exception):
    """Why there is no graph: the step, the reason, and what the person can do about it."""

    def __init__(self, step, reason, way_out):
        super().__init__(f"{step}: {reason}")
        self.step, self.reason, self.way_out = step, reason, way_out


class Part:
    """Some neighbouring columns of a table: one tensor of shape [rows, width]."""

    def __init__(self, ref, kind, names, origins=None, filled=False):
        self.ref = ref
        self.kind = kind  # "number" (float64) or "text" (string; a missing value is the empty text)
        self.names = list(names)
        # The raw column that each column still is, value for value up to encoding; None after a mixture.
        self.origins = list(origins) if origins is not None else [None] * len(self.names)
        self.filled = filled  # an imputer has been here: nothing is missing any more

    @property
    def width(self):
        return len(self.names)


class Graph:
    def __init__(self, predict=None):
        self.predict = predict  # makes nodes of a fitted estimator; a transformer may hold one, and a model holds transformers
        self.nodes, self.initializers, self.inputs = [], [], []
        self.domains = {"": OPSET, "ai.onnx.ml": ML_OPSET}
        self.steps = []  # for people, in the order of the data
        self.foreign, self.in_float32 = [], []  # steps that a converter made; those that it made in float32
        self.unknown, self.missing = {}, {}  # by raw column: what it gets, as phrases
        self.unfit = {}  # raw columns whose values no tensor holds, and what they hold
        self.free_text = set()  # raw columns that are text to read, not categories
        self.given = None  # what Python hands to the estimator at hand, for a few rows; None where nobody knows
        self._names = 0

    def name(self, what):
        self._names += 1
        return f"/{what}/{self._names}"

    def input(self, name, element):
        self.inputs.append(helper.make_tensor_value_info(name, ELEMENTS[element], [None, 1]))
        return name

    def constant(self, values, dtype=np.float64):
        array = np.asarray(values, dtype=dtype)
        name = self.name("constant")
        self.initializers.append(numpy_helper.from_array(array, name))
        return name

    def op(self, kind, *inputs, domain="", **attributes):
        """Adds a node with one output and returns the output's name."""
        return self.ops(kind, 1, *inputs, domain=domain, **attributes)[0]

    def ops(self, kind, count, *inputs, domain="", **attributes):
        """Adds a node with several outputs and returns their names."""
        outputs = [self.name(kind) for _ in range(count)]
        self.nodes.append(
            helper.make_node(kind, list(inputs), outputs, name=outputs[0], domain=domain, **attributes)
        )
        return outputs

    def cast(self, ref, element):
        return self.op("Cast", ref, to=ELEMENTS[element])

    def graft(self, model, *refs):
        """Adds another model's nodes, fed from `refs`; returns the names of its outputs here."""
        rename = {"": "", **{value.name: ref for value, ref in zip(model.graph.input, refs)}}

        def renamed(name):
            if name not in rename:
                rename[name] = self.name(name)
            return rename[name]

        for initializer in model.graph.initializer:
            copy = onnx.TensorProto()
            copy.CopyFrom(initializer)
            copy.name = renamed(initializer.name)
            self.initializers.append(copy)
        for opset in model.opset_import:
            self.domains.setdefault(opset.domain, opset.version)
        for node in model.graph.node:
            copy = onnx.NodeProto()
            copy.CopyFrom(node)
            copy.input[:] = [renamed(name) for name in node.input]
            copy.output[:] = [renamed(name) for name in node.output]
            copy.name = self.name(node.op_type)
            self.nodes.append(copy)
        return [renamed(output.name) for output in model.graph.output]

    def missing_in(self, part):
        """A bool for each value of a one-column part: is it missing?"""
        if part.kind == "text":
            return self.op("Equal", part.ref, self.constant([[""]], object))
        return self.op("IsNaN", part.ref)

    def filled(self, part, value, how):
        """The part with missing values replaced. Where, not Imputer: ONNX Runtime has no Imputer for float64."""
        text = part.kind == "text"
        self.note(self.missing, part.origins[0], f"filled with {value if text else f'{float(value):.6g}'} ({how})")
        constant = self.constant([[value]], object if text else np.float64)
        ref = self.op("Where", self.missing_in(part), constant, part.ref)
        return Part(ref, part.kind, part.names, part.origins, filled=True)

    def renamed(self, part, known, became):
        """A text part with some of its values replaced by other texts."""
        index = self.op(
            "LabelEncoder",
            part.ref,
            domain="ai.onnx.ml",
            keys_strings=known,
            values_int64s=list(range(len(known))),
            default_int64=len(known),
        )
        other = self.op("Equal", index, self.constant([[len(known)]], np.int64))
        texts = self.op("Gather", self.constant([*became, ""], object), index, axis=0)
        return Part(self.op("Where", other, part.ref, texts), "text", part.names, part.origins, part.filled)

    def note(self, phrases, origin, phrase):
        """Remembers what an unknown category or a missing value of a raw column gets."""
        if origin is not None and phrase not in phrases.setdefault(origin, []):
            phrases[origin].append(phrase)

    def model(self, outputs):
        """The whole, checked by ONNX: `outputs` are (name, element type, columns or None, ref).

        Only what leads to an output stays: a raw column that no step takes is no input.
        """
        nodes = self.nodes + [helper.make_node("Identity", [ref], [name]) for name, _, _, ref in outputs]
        needed, kept = {name for name, *_ in outputs}, []
        for node in reversed(nodes):
            if needed.intersection(node.output):
                kept.append(node)
                needed.update(node.input)
        for origin, kind in self.unfit.items():
            if origin in needed:
                raise Refusal(
                    origin,
                    f"the column holds {kind}, which no input of the graph can be",
                    "Turn it into numbers or text when the data is read.",
                )
        graph = helper.make_graph(
            kept[::-1],
            "shiploop",
            [value for value in self.inputs if value.name in needed],
            [
                helper.make_tensor_value_info(name, ELEMENTS[element], [None] if wide is None else [None, wide])
                for name, element, wide, _ in outputs
            ],
            initializer=[value for value in self.initializers if value.name in needed],
        )
        opsets = [helper.make_opsetid(domain, version) for domain, version in self.domains.items()]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=9, producer_name="shiploop")
        onnx.checker.check_model(model)
        return model


def width(table):
    return sum(part.width for part in table)


def names(table):
    return [name for part in table for name in part.names]


def numbers(graph, table, step):
    """One float64 tensor [rows, width] of the whole table."""
    for part in table:
        if part.kind == "text":
            raise Refusal(
                step,
                f"it gets the column {part.names[0]!r}, which is text",
                "Encode text before it, for example with a OneHotEncoder.",
            )
    refs = [part.ref for part in table]
    return refs[0] if len(refs) == 1 else graph.op("Concat", *refs, axis=1)


def block(graph, ref, table, new_names=None):
    """The table of a tensor that was computed column by column from `table`."""
    origins = [origin for part in table for origin in part.origins]
    return [Part(ref, "number", new_names or names(table), origins)]


def take(graph, table, positions):
    """The columns at these positions, in this order."""
    where = [(part, at) for part in table for at in range(part.width)]
    taken, run = [], []

    def close():
        if not run:
            return
        part, ats = run[0][0], [at for _, at in run]
        whole = ats == list(range(part.width))
        ref = part.ref if whole else graph.op("Gather", part.ref, graph.constant(ats, np.int64), axis=1)
        taken.append(
            Part(ref, part.kind, [part.names[at] for at in ats], [part.origins[at] for at in ats], part.filled)
        )
        run.clear()

    for position in positions:
        if run and run[0][0] is not where[position][0]:
            close()
        run.append(where[position])
    close()
    return taken


def columns(graph, table):
    """The table as parts of one column each."""
    return [part for at in range(width(table)) for part in take(graph, table, [at])]


def by_name(graph, table, wanted, step):
    """The columns of these names, as scikit-learn picks them from a data frame; all of them for a plain array."""
    present = names(table)
    if list(wanted) == present or not set(wanted) <= set(present):
        if len(wanted) != len(present):
            raise Refusal(
                step,
                f"it was fitted on {len(wanted)} columns and gets {len(present)}",
                "Give it the columns that it was fitted on.",
            )
        return table
    return take(graph, table, [present.index(name) for name in wanted])


def lookup(graph, part, keys, rows, otherwise):
    """Replaces each value of a one-column part by the row of a table: `rows[i]` for `keys[i]`, else `otherwise`.

    A missing key (None, NaN) stands for a missing value.
    """
    count = len(keys)
    if part.kind == "text":
        index = graph.op(
            "LabelEncoder",
            part.ref,
            domain="ai.onnx.ml",
            keys_strings=["" if missing(key) else str(key) for key in keys],
            values_int64s=list(range(count)),
            default_int64=count,
        )
    else:
        index = graph.op(
            "LabelEncoder",
            part.ref,
            domain="ai.onnx.ml",
            keys_tensor=helper.make_tensor("keys", TensorProto.DOUBLE, [count], [float(key) for key in keys]),
            values_tensor=helper.make_tensor("values", TensorProto.INT64, [count], list(range(count))),
            default_tensor=helper.make_tensor("default", TensorProto.INT64, [1], [count]),
        )
    matrix = np.vstack([np.asarray(rows, dtype=np.float64).reshape(count, -1), np.atleast_2d(otherwise)])
    found = graph.op("Gather", graph.constant(matrix), index, axis=0)
    return graph.op("Reshape", found, graph.constant([-1, matrix.shape[1]], np.int64))


def missing(value):
    """None, NaN, NaT and pandas.NA: the values that are not equal to themselves, or nothing."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except TypeError:  # pandas.NA has no truth
        return True
