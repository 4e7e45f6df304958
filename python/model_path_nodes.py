"""The predict path (python/model_path.py) as nodes of the graph."""
import numpy as np
import pandas as pd

from model_encoders import UNSEEN
from model_functions import function
from model_graph import Part, Refusal, block, columns, lookup, missing, names, numbers, take, width
from model_path import MADE
from model_rowwise import Steps
from model_scalers import inverse
from model_scores import highest
from model_transformers import describe, transform
from model_values import array_of, is_single, is_table

SHOWN = {"dummies": "get_dummies", "fill": "fillna", "map": "map"}
OPERATORS = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div"}


class PathNodes:
    """One path in one graph: a step that several others read is there once."""

    def __init__(self, path, graph, raw):
        """`raw`: the graph's inputs as parts, by leaf."""
        self.path, self.graph, self.raw = path, graph, raw
        self._done = {}

    def of(self, node):
        """The parts that a step of the path gives."""
        if id(node) not in self._done:
            self._done[id(node)] = self._emitted(node)
        return self._done[id(node)]

    def _emitted(self, node):
        op = node["op"]
        if op == "frame":
            return self.raw[node["python"]]
        if op == "number":
            value = self.path.evaluate(node["python"])
            if np.ndim(value) > 0 and is_table(value):
                return []  # a number for each column: the step asks for them
            if hasattr(value, "detach"):
                value = value.item()
            if isinstance(value, (list, tuple, set)) or value is None:
                return []  # read by the step itself
            text = isinstance(value, str)
            ref = self.graph.constant([[value]], object if text else np.float64)
            return [Part(ref, "text" if text else "number", [node["python"]])]
        tables = [self.of(child) for child in node["of"]]
        emitter = getattr(self, f"_emit_{op}", None)
        if op == "rowwise":
            self.graph.steps.append(shown(node, tables))
            return Steps(self.graph, node, tables, [self.path.real(child) for child in node["of"]]).emit()
        if op in ("arithmetic", "function"):
            self.graph.steps.append(shown(node, tables))
        elif op in SHOWN:
            describe(self.graph, SHOWN[op], tables[0])
        if emitter is not None:
            return emitter(node, tables)
        if op == "transform":
            return transform(self.graph, self.path.evaluate(node["by"]), tables[0])
        if op == "function":
            ref = function(self.graph, self.path.evaluate(node["by"]), numbers(self.graph, tables[0], node["by"]))
            return block(self.graph, ref, tables[0])
        return [part for table in tables for part in table]  # concat

    def _emit_same(self, node, tables):
        value = self.path.real(node)
        if is_single(value) and not is_single(self.path.real(node["of"][0])) and tables[0]:
            ref = numbers(self.graph, tables[0], node["python"])
            ref = self.graph.cast(self.graph.cast(ref, "float"), "double")
            tables = [[Part(ref, "number", names(tables[0]), [origin for part in tables[0] for origin in part.origins])]]
        if not isinstance(value, pd.DataFrame) or len(value.columns) != width(tables[0]):
            return tables[0]
        parts = columns(self.graph, tables[0])
        for part, name in zip(parts, value.columns):
            part.names = [str(name)]
        return parts

    def _emit_pick(self, node, tables):
        return take(self.graph, tables[0], self.path.picked(node)[1])

    def _emit_assign(self, node, tables):
        parts, values = columns(self.graph, tables[0]), columns(self.graph, tables[1])
        if "_0" in node["column"]:
            for at, value in zip(self.path.places(node, self.path.real(node["of"][0])), values):
                parts[at] = Part(value.ref, value.kind, parts[at].names, value.origins, value.filled)
            return parts
        label = self.path.evaluate(node["column"])
        for column, value in zip([label] if isinstance(label, str) else map(str, label), values):
            new = Part(value.ref, value.kind, [column], value.origins, value.filled)
            if column in names(parts):
                parts[names(parts).index(column)] = new
            else:
                parts.append(new)
        return parts

    def _emit_derive(self, node, tables):
        parts = [part for part in columns(self.graph, tables[0]) if part.names[0] not in node["columns"]]
        return [*parts, *(self.raw[MADE][name] for name in node["columns"])]

    _emit_carry = _emit_derive

    def _emit_fill(self, node, tables):
        value, result = self.path.fill_value(node), []
        for part in columns(self.graph, tables[0]):
            fill = value.get(part.names[0]) if hasattr(value, "get") else value
            if isinstance(fill, str) and part.kind == "number":  # of several columns, this one has no gaps
                self.graph.note(self.graph.missing, part.origins[0], "refused: the notebook puts a text in its place")
            elif fill is not None and not missing(fill):
                part = self.graph.filled(part, fill, "as the notebook fills it")
            result.append(part)
        return result

    def _emit_map(self, node, tables):
        """Asked of Python: what does each known value become, and an unknown one, and a missing one?"""
        part = tables[0][0]
        values = pd.Series(self.path.real(node["of"][0]))
        known = sorted({value for value in values.tolist() if not missing(value)})
        became = self.path.evaluate(node["python"], [pd.Series(known, dtype=values.dtype)]).tolist()
        unseen = UNSEEN if part.kind == "text" else max(known) + 1
        other = self.path.evaluate(node["python"], [pd.Series([unseen])]).tolist()[0]
        if all(isinstance(value, str) for value in became):
            if part.kind != "text" or other != unseen:
                raise Refusal(node["python"], "it turns an unknown category into nothing", "Use replace instead of map.")
            return [self.graph.renamed(part, known, became)]
        self.graph.note(self.graph.unknown, part.origins[0], "a missing value" if missing(other) else f"{other}")
        rows = [float(value) for value in became]
        ref = lookup(self.graph, part, known, rows, [np.nan if missing(other) else float(other)])
        return [Part(ref, "number", part.names, part.origins)]

    def _emit_arithmetic(self, node, tables):
        beside = max(tables, key=width)
        sides = [self._side(child, table, names(beside)) for child, table in zip(node["of"], tables)]
        ref = self.graph.op(OPERATORS[node["operator"]], *sides)
        return [Part(ref, "number", [shown(node, tables)])] if width(beside) == 1 else block(self.graph, ref, beside)

    def _side(self, node, table, columns):
        if table:
            return numbers(self.graph, table, node["python"])
        value = self.path.evaluate(node["python"])
        if isinstance(value, pd.Series) and set(map(str, value.index)) == set(columns):
            value = value.set_axis(value.index.astype(str))[columns]
        return self.graph.constant(np.reshape(array_of(value).astype(np.float64), (1, -1)))

    def _emit_highest(self, node, tables):
        at = highest(self.graph, numbers(self.graph, tables[0], node["python"]))
        column = self.graph.op("Reshape", self.graph.cast(at, "double"), self.graph.constant([-1, 1], np.int64))
        return [Part(column, "number", [node["python"]])]

    def _emit_chances(self, node, tables):
        ref, how = numbers(self.graph, tables[0], node["python"]), node["how"]
        if how == "softmax":
            ref = self.graph.op("Softmax", ref, axis=1)
        else:
            ref = self.graph.op({"exp": "Exp", "sigmoid": "Sigmoid"}[how], ref)
        return block(self.graph, ref, tables[0])

    def _emit_rounded(self, node, tables):
        return block(self.graph, self.graph.op("Round", numbers(self.graph, tables[0], node["python"])), tables[0])

    def _emit_inverse(self, node, tables):
        return inverse(self.graph, self.path.evaluate(node["by"]), tables[0])

    def _emit_dummies(self, node, tables):
        frame, wanted = self.path.real(node["of"][0]), [str(name) for name in self.path.real(node).columns]
        result = {}
        if isinstance(frame, pd.Series):  # the names are made of the values alone, or of a prefix
            [part] = tables[0]
            values = sorted({value for value in frame.tolist() if not missing(value)})
            made = self.path.evaluate(node["python"], [pd.Series(values, name=frame.name, dtype=frame.dtype)])
            made = made.reindex(columns=self.path.real(node).columns, fill_value=0).to_numpy(np.float64)
            return self._shares(part, values, made, wanted)
        for part in columns(self.graph, tables[0]):
            name = part.names[0]
            if name in wanted and part.kind == "number":
                result[name] = part
                continue
            values = sorted({value for value in frame[name].tolist() if not missing(value)})
            made = {f"{name}_{value}": at for at, value in enumerate(values) if f"{name}_{value}" in wanted}
            rows = np.eye(len(values))[:, list(made.values())]
            for part_of in self._shares(part, values, rows, list(made)):
                result[part_of.names[0]] = part_of
        return [result[name] for name in wanted]

    def _shares(self, part, values, rows, made):
        """Columns of these names: for each known value of a part a row of them."""
        for phrases in (self.graph.unknown, self.graph.missing):
            self.graph.note(phrases, part.origins[0], "none of the known categories (all zeros)")
        ref = lookup(self.graph, part, values, rows, np.zeros(len(made)))
        return columns(self.graph, [Part(ref, "number", made, [part.origins[0]] * len(made))])


def shown(node, tables):
    """The step's text with the names of its columns: `tax / pay`."""
    text = node["python"]
    for at, table in enumerate(tables):
        if node["of"][at]["op"] == "number":
            text = text.replace(f"_{at}", node["of"][at]["python"])
            continue
        text = text.replace(f"_{at}", ", ".join(names(table)) if width(table) <= 3 else f"{width(table)} columns")
    return text
