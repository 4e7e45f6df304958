"""Row by row steps of feature code as nodes of the graph, exact to the last bit: python/model_path_nodes.py's `rowwise`.

A condition is a number, 1 or 0, as it is for an estimator; a missing value is NaN or the empty text.
"""
import numpy as np

from model_graph import Part, Refusal, block, lookup, missing, numbers, width

COMPARISONS = {"==": "Equal", "<": "Less", "<=": "LessOrEqual", ">": "Greater", ">=": "GreaterOrEqual"}
WAY_OUT = "Write it with numbers, or make the column in pipeline/features.py."


class Steps:
    """Emits the steps of one node; `values` are its children for the notebook's own rows."""

    def __init__(self, graph, node, tables, values):
        self.graph, self.node, self.tables, self.values = graph, node, tables, values

    def emit(self):
        how = self.node["how"]
        if how in COMPARISONS or how == "!=":
            return self.compared(how)
        if how in ("&", "|"):
            sides = [self.condition(at) for at in (0, 1)]
            return self.made(self.graph.op("And" if how == "&" else "Or", *sides), as_number=True)
        if how == "~":
            return self.made(self.graph.op("Not", self.condition(0)), as_number=True)
        if how in ("isna", "notna"):
            part = self.single(0)
            self.graph.note(self.graph.missing, part.origins[0], "asked for by feature code")
            is_missing = self.graph.missing_in(part)
            return self.made(is_missing if how == "isna" else self.graph.op("Not", is_missing), as_number=True)
        if how == "isin":
            return self.isin()
        if how == "where":
            return self.where()
        return self.numeric(how)

    def compared(self, how):
        sides = self.alike(0, 1)
        if self.tables[0][0].kind == "text" and how not in ("==", "!="):
            raise self.refusal("it compares texts by their order")
        if any(value == "" for value in self.values if isinstance(value, str)):
            raise self.refusal("it asks for the empty text, which stands for a missing one")
        if how == "!=":
            return self.made(self.graph.op("Not", self.graph.op("Equal", *sides)), as_number=True)
        return self.made(self.graph.op(COMPARISONS[how], *sides), as_number=True)

    def isin(self):
        part, known = self.single(0), list(self.values[1])
        if any(missing(value) or value == "" for value in known) or not known:
            raise self.refusal("it looks for a missing value")
        texts = [isinstance(value, str) for value in known]
        if not (all(texts) if part.kind == "text" else not any(texts)):
            raise self.refusal("it looks for values of another kind")
        if part.kind == "text":
            self.graph.note(self.graph.unknown, part.origins[0], "not in the list")
        keys = list(dict.fromkeys(known if part.kind == "text" else map(float, known)))
        return [Part(lookup(self.graph, part, keys, np.ones(len(keys)), [0.0]), "number", part.names)]

    def where(self):
        sides = self.alike(1, 2)
        kind = self.tables[1][0].kind
        if kind == "text" and any(missing(value) for value in self.values[1:] if np.ndim(value) == 0):
            raise self.refusal("it mixes texts and missing values")
        ref = self.graph.op("Where", self.condition(0), *sides)
        return [Part(ref, kind, [self.node["python"]])]

    def numeric(self, how):
        graph, constant = self.graph, self.graph.constant
        x = self.number(0)
        if how == "neg":
            return self.made(graph.op("Neg", x))
        if how == "int":
            if np.asarray(self.values[0]).dtype.kind in "iub":
                return self.made(x)
            return self.made(graph.cast(graph.cast(x, "int64"), "double"))
        if how == "between":
            low, high = self.number(1), self.number(2)
            inside = graph.op("And", graph.op("GreaterOrEqual", x, low), graph.op("LessOrEqual", x, high))
            return self.made(inside, as_number=True)
        if how == "clip":
            for at, beyond in ((1, "Less"), (2, "Greater")):
                if self.values[at] is not None:
                    bound = self.number(at)
                    x = graph.op("Where", graph.op(beyond, x, bound), bound, x)
            return self.made(x)
        if how in ("maximum", "minimum"):
            y = self.number(1)
            # As numpy does: a missing value on either side is the result.
            first = graph.op("GreaterOrEqual" if how == "maximum" else "LessOrEqual", x, y)
            return self.made(graph.op("Where", graph.op("Or", first, graph.op("IsNaN", x)), x, y))
        by = self.values[1]
        if np.ndim(by) != 0 or isinstance(by, str) or not by > 0:
            raise self.refusal("only a positive number has an exact step for it")
        if how == "**":
            if by == 2:
                return self.made(graph.op("Mul", x, x))
            if by == 0.5:
                return self.made(graph.op("Sqrt", x))
            raise self.refusal("only squares and square roots have an exact step")
        # Python's division rounds down, C's remainder to zero.
        divisor = constant([[float(by)]])
        remainder = graph.op("Mod", x, divisor, fmod=1)
        is_below = graph.op("Less", remainder, constant([[0.0]]))
        if how == "%":
            return self.made(graph.op("Where", is_below, graph.op("Add", remainder, divisor), remainder))
        quotient = graph.op("Div", graph.op("Sub", x, remainder), divisor)
        quotient = graph.op("Where", is_below, graph.op("Sub", quotient, constant([[1.0]])), quotient)
        down = graph.op("Floor", quotient)
        is_more = graph.op("Greater", graph.op("Sub", quotient, down), constant([[0.5]]))
        return self.made(graph.op("Where", is_more, graph.op("Add", down, constant([[1.0]])), down))

    def single(self, at):
        if width(self.tables[at]) != 1:
            raise self.refusal("it works on several columns at once")
        return self.tables[at][0]

    def number(self, at):
        return numbers(self.graph, self.tables[at], self.node["python"])

    def condition(self, at):
        if np.asarray(self.values[at]).dtype != bool:
            raise self.refusal("its condition is not true or false")
        return self.graph.cast(self.number(at), "bool")

    def alike(self, *places):
        """Two operands as tensors of one kind."""
        kinds = {part.kind for at in places for part in self.tables[at]}
        if len(kinds) != 1:
            raise self.refusal("it mixes texts and numbers")
        if kinds == {"text"}:
            return [self.single(at).ref for at in places]
        return [self.number(at) for at in places]

    def made(self, ref, as_number=False):
        ref = self.graph.cast(ref, "double") if as_number else ref
        table = max(self.tables, key=width)
        return block(self.graph, ref, [Part(part.ref, part.kind, part.names) for part in table])

    def refusal(self, reason):
        return Refusal(self.node["python"], reason, WAY_OUT)
