"""The predict path: a small tree of expressions from raw columns to the features of the estimator.

Each node holds the Python text of one step, with `_0`, `_1` ... for its children, and says what it does to a table:

    frame      raw rows: a value that the run saved
    rows       `value` is made of some rows of the child
    same       the same numbers in another container (to_numpy, toarray, copy)
    columns    some columns of the child (getitem, drop, loc, iloc)
    concat     children side by side (hstack, concat along axis 1)
    assign     the first child with the column `column` set to the second child
    transform  `by`, a fitted object, transforms the child
    dummies    pandas.get_dummies, its columns as they came out of the notebook's own rows

So Python's side is evaluated with the notebook's own expressions, and the graph's side is made from the same tree.
"""
import numpy as np
import pandas as pd

from model_graph import Part, Refusal, columns, lookup, missing, names, take, width
from model_transformers import transform


class Path:
    def __init__(self, node, namespace):
        self.node = node
        self.namespace = namespace
        self.frames = {}  # leaf expression -> the value that the run saved
        for leaf in leaves(node):
            self.frames[leaf["python"]] = self.evaluate_text(leaf["python"])

    def evaluate_text(self, text, children=()):
        scope = dict(self.namespace)
        scope.update({f"_{at}": child for at, child in enumerate(children)})
        return eval(compile(text, "<predict path>", "eval"), scope)

    def rows(self):
        """Of each leaf, the positions of the rows that the path's result is made of, in the result's order."""
        positions = self._rows(self.node)
        return {key: found if found is not None else np.arange(len(self.frames[key])) for key, found in positions.items()}

    def _rows(self, node):
        if node["op"] == "frame":
            return {node["python"]: None}
        found = {}
        for child in node["of"]:
            found.update(self._rows(child))
        if node["op"] == "rows":
            whole = self.value(node["of"][0], self.frames)
            part = self.evaluate_text(node["value"])
            chosen = positions_in(whole, part)
            found = {key: chosen if before is None else before[chosen] for key, before in found.items()}
        return found

    def features(self, frames):
        """What the estimator gets for these raw rows, computed by Python."""
        return self.value(self.node, frames)

    def value(self, node, frames):
        if node["op"] == "frame":
            return frames[node["python"]]
        children = [self.value(child, frames) for child in node["of"]]
        if node["op"] == "rows":
            return children[0]
        if node["op"] == "assign":
            return children[0].assign(**{self.evaluate_text(node["column"]): as_column(children[1], children[0])})
        if node["op"] == "dummies":
            wanted = self.value_columns(node)
            return self.evaluate_text(node["python"], children).reindex(columns=wanted, fill_value=False)
        return self.evaluate_text(node["python"], children)

    def value_columns(self, node):
        """Columns of the node's value for the notebook's own rows."""
        children = [self.value(child, self.frames) for child in node["of"]]
        return self.evaluate_text(node["python"], children).columns

    def emit(self, graph, raw):
        """Adds the path to the graph; `raw` are the graph's inputs as parts, by leaf."""
        return self._emit(self.node, graph, raw)

    def _emit(self, node, graph, raw):
        op = node["op"]
        if op == "frame":
            return raw[node["python"]]
        tables = [self._emit(child, graph, raw) for child in node["of"]]
        if op in ("rows", "same"):
            return tables[0]
        if op == "columns":
            return self._emit_columns(node, graph, tables[0])
        if op == "concat":
            return [part for table in tables for part in table]
        if op == "assign":
            return self._emit_assign(node, graph, tables)
        if op == "dummies":
            return self._emit_dummies(node, graph, tables[0])
        if op == "transform":
            return transform(graph, self.evaluate_text(node["by"]), tables[0])
        raise Refusal(op, "the predict path has a step of an unknown kind", "Report this as a defect of Shiploop.")

    def _emit_columns(self, node, graph, table):
        # Asked of Python itself: a row that holds the positions, picked from like the notebook's own rows.
        whole = self.value(node["of"][0], self.frames)
        if hasattr(whole, "columns"):
            probe = pd.DataFrame([range(whole.shape[1])], columns=whole.columns)
        else:
            probe = np.arange(width(table)).reshape(1, -1)
        chosen = np.asarray(self.evaluate_text(node["python"], [probe])).ravel()
        return take(graph, table, [int(at) for at in chosen])

    def _emit_assign(self, node, graph, tables):
        column = str(self.evaluate_text(node["column"]))
        parts, value = columns(graph, tables[0]), tables[1][0]
        new = Part(value.ref, value.kind, [column], value.origins)
        if column in names(parts):
            parts[names(parts).index(column)] = new
            return parts
        return [*parts, new]

    def _emit_dummies(self, node, graph, table):
        frame = self.value(node["of"][0], self.frames)
        wanted = [str(name) for name in self.value_columns(node)]
        made, kept = {}, []
        for part in columns(graph, table):
            name = part.names[0]
            # Asked of pandas: which columns does this one turn into, and for which of its values?
            if name in wanted and part.kind == "number":
                kept.append(part)
                continue
            values = sorted({value for value in frame[name].tolist() if not missing(value)})
            rows = [[f"{name}_{value}" == column for column in wanted] for value in values]
            graph.note(graph.unknown, part.origins[0], "none of the known categories (all zeros)")
            graph.note(graph.missing, part.origins[0], "none of the known categories (all zeros)")
            mine = [at for at, column in enumerate(wanted) if any(row[at] for row in rows)]
            ref = lookup(graph, part, values, np.asarray(rows, dtype=float)[:, mine], np.zeros(len(mine)))
            made.update({wanted[at]: (ref, offset, part.origins[0]) for offset, at in enumerate(mine)})
        result = []
        by_name = {part.names[0]: part for part in kept}
        for column in wanted:
            if column in by_name:
                result.append(by_name[column])
                continue
            ref, offset, origin = made[column]
            one = graph.op("Gather", ref, graph.constant([offset], np.int64), axis=1)
            result.append(Part(one, "number", [column], [origin]))
        return result


def leaves(node):
    if node["op"] == "frame":
        return [node]
    return [leaf for child in node["of"] for leaf in leaves(child)]


def as_column(value, frame):
    value = np.asarray(value)
    return pd.Series(value.reshape(len(value)), index=frame.index) if value.ndim > 1 else value


def positions_in(whole, part):
    """Positions in `whole` of the rows of `part`: by label where labels are unique, else by value."""
    if hasattr(whole, "index") and hasattr(part, "index") and whole.index.is_unique:
        found = whole.index.get_indexer(part.index)
        if (found >= 0).all():
            return found
    places = {}
    for at, row in enumerate(row_keys(whole)):
        places.setdefault(row, []).append(at)
    found = []
    for row in row_keys(part):
        where = places.get(row)
        if not where:
            raise Refusal(
                "rows",
                "the rows that the model was tested on can't be found among the raw rows",
                "Split the rows before the features are computed, or keep them in a DataFrame.",
            )
        # Equal rows are one as good as the other; each is used once as long as there are several.
        found.append(where.pop(0) if len(where) > 1 else where[0])
    return np.asarray(found)


def row_keys(value):
    value = value.toarray() if hasattr(value, "toarray") else np.asarray(value)
    value = value.reshape(len(value), -1)
    if value.dtype.kind in "fiub":
        return [row.tobytes() for row in value.astype(np.float64)]
    return [tuple(row) for row in value.tolist()]
