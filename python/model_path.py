"""The predict path: a small tree of expressions from raw columns to the features of the estimator.

Each node (src/build/model/path.ts) holds the Python text of one step, with `_0`, `_1` ... for its children, and says
what the step does to a table. This is Python's side, evaluated with the notebook's own expressions on any rows;
python/model_path_nodes.py makes the graph's side from the same tree.
"""
import numpy as np
import pandas as pd

from model_graph import Refusal
from model_positions import positions_in
from model_values import array_of, as_column, is_plain, is_table, pick_columns

MADE = "made by pipeline/features.py"  # stands for those columns among the tables where a path begins


class Path:
    def __init__(self, node, namespace, text, row_code=None):
        self.namespace = namespace
        self.text = text  # of the value that the notebook itself hands to the model; None where it has none
        self.row_code = row_code  # what makes the columns of `derive`
        self._real, self._picked, self._tabled = {}, {}, {}
        self.node = self.with_tables(node)
        self.frames = {key: self.evaluate(key) for key in leaves(self.node)}

    def with_tables(self, node):
        """`split.X_test` of an object that is no table itself is one raw table."""
        done = self._tabled
        if id(node) not in done and node["op"] == "frame" and is_plain(self.evaluate(node["python"])):
            done[id(node)] = {**node, "op": "number"}  # a number that the notebook gave a name
        if "of" not in node:
            return done.get(id(node), node)
        if id(node) not in done:
            made = {**node, "of": [self.with_tables(child) for child in node["of"]]}
            if node["op"] == "rowwise":
                made["of"][1:] = [self.as_list(child) for child in made["of"][1:]]
            if node["op"] == "arithmetic":
                made["of"] = [self.as_row(child, made["of"][1 - at]) for at, child in enumerate(made["of"])]
            child = made["of"][0]
            picks = node["op"] in ("pick", "same") and child["op"] == "frame"
            if picks and not is_table(self.evaluate(child["python"])):
                made = {"op": "frame", "python": node["python"].replace("_0", child["python"])}
            done[id(node)] = made
        return done[id(node)]

    def as_list(self, node):
        """A list that the notebook gave a name is no table where a step asks for its values."""
        is_list = node["op"] == "frame" and isinstance(self.evaluate(node["python"]), (list, tuple, set))
        return {**node, "op": "number"} if is_list else node

    def as_row(self, node, other):
        """`X - mean`: what stands beside a table and has not its rows holds a number for each column."""
        value = self.evaluate(node["python"]) if node["op"] == "frame" and other["op"] != "number" else None
        if not is_table(value) or (np.ndim(value) > 1 and len(value) > 1):
            return node
        counts = {np.shape(self.evaluate(key))[0] for key in leaves(other)}
        return node if len(value) in counts or not counts else {**node, "op": "number"}

    def evaluate(self, text, children=()):
        scope = dict(self.namespace)
        scope.update({f"_{at}": child for at, child in enumerate(children)})
        try:
            return eval(compile(text, "<predict path>", "eval"), scope)
        except NameError as error:
            raise Refusal(
                text, f"the run did not save it ({error})", "Give the features a name of their own in the notebook."
            ) from error

    def rows(self):
        """Of each leaf, the positions of the rows that the path's result is made of, in the result's order."""
        found = self._rows(self.node, {})
        if any(node["op"] == "pick" and not node["python"] for node in nodes_of(self.node)):
            if self.text is None:
                raise Refusal("rows", "the run no longer has the rows of the split", "Keep them under a name of their own.")
            chosen = positions_in(self.real(self.node), self.evaluate(self.text))
            # Behind a later split under a name of its own they are that one's rows already.
            if chosen is not None:
                found = {key: chosen if rows is None else rows[chosen] for key, rows in found.items()}
        return {
            key: np.arange(np.shape(self.frames[key])[0]) if rows is None else rows for key, rows in found.items()
        }

    def _rows(self, node, done):
        if node["op"] == "frame":
            return {node["python"]: None}
        if id(node) in done:
            return done[id(node)]
        found = {}
        for child in node.get("of", [])[: 1 if node["op"] == "derive" else None]:
            found.update(self._rows(child, done))
        if node["op"] == "pick":
            chosen, _ = self.picked(node)
            if chosen is not None:
                found = {key: chosen if before is None else before[chosen] for key, before in found.items()}
        done[id(node)] = found
        return found

    def picked(self, node):
        """(positions of the rows or None for all, positions of the columns) that a step picks."""
        if id(node) not in self._picked:
            self._picked[id(node)] = self._pick(node)
        return self._picked[id(node)]

    def _pick(self, node):
        whole, part = self.real(node["of"][0]), self.real(node)
        if not node["python"]:
            return None, list(range(np.shape(whole)[1] if np.ndim(whole) > 1 else 1))
        if isinstance(whole, pd.Series):
            return positions_in(whole, part), [0]
        if isinstance(whole, pd.DataFrame):
            labels = list(part.columns) if isinstance(part, pd.DataFrame) else [getattr(part, "name", None)]
            at = [int(place) for place in whole.columns.get_indexer(labels)]
            if -1 in at:
                raise Refusal(node["python"], "it is no choice of columns", "Give its result a name of its own.")
            chosen = whole.iloc[:, at] if isinstance(part, pd.DataFrame) else whole.iloc[:, at[0]]
            return positions_in(chosen, part), at
        shape = np.shape(whole) if len(np.shape(whole)) == 2 else (len(whole), 1)
        if "_0" not in node["python"]:
            return positions_in(whole, part), list(range(shape[1]))
        # Tables of positions, picked from like the notebook's own: they say what went where.
        rows, at = np.indices(shape)
        picked = [np.asarray(self.evaluate(node["python"], [table])) for table in (rows, at)]
        rows, at = (table.reshape(np.shape(part)[0], -1) for table in picked)
        in_order = len(rows) == shape[0] and (rows[:, 0] == np.arange(shape[0])).all()
        return None if in_order else rows[:, 0], at[0].tolist()

    def real(self, node):
        """The node's value for the notebook's own rows."""
        return self._value(node, self.frames, self._real, real=True)

    def features(self, frames):
        """What the estimator gets for these raw rows, computed by Python."""
        return self.value(self.node, frames)

    def value(self, node, frames):
        """What a step of the path gives for these raw rows."""
        return self._value(node, frames, {})

    def derived(self, node, children):
        """The columns of `derive` for the notebook's own rows; some rows of the raw table may be gone by then."""
        table, raw = children
        made = self.row_code.made(raw)[node["columns"]]
        if len(table) == len(made):
            return made
        if not made.index.is_unique or not table.index.isin(made.index).all():
            raise Refusal("pipeline/features.py", "its rows can't be told from each other", "Keep the row labels of the table.")
        return made.loc[table.index]

    def _value(self, node, frames, done, real=False):
        if id(node) not in done:
            needed = node.get("of", [])[: 1 if node["op"] == "derive" and not real else None]
            children = [self._value(child, frames, done, real) for child in needed]
            done[id(node)] = self._step(node, children, frames, real)
        return done[id(node)]

    def _step(self, node, children, frames, real):
        op = node["op"]
        if op == "frame":
            return frames[node["python"]]
        if op == "pick" and not node["python"]:
            return children[0]
        if op in ("derive", "carry"):
            if not real:
                made = frames[MADE]
            elif op == "derive":
                made = self.derived(node, children)
            else:
                made = self.row_code.saved(node, children[0].index)
            return children[0].assign(**{name: np.asarray(made[name]) for name in node["columns"]})
        if op == "assign" and "_0" in node["column"]:
            array = array_of(children[0]).copy()
            array[:, self.places(node, array)] = np.reshape(array_of(children[1]), (len(array), -1))
            return array
        if op == "assign":
            return children[0].assign(**self.assigned(node, children))
        if op == "fill":
            return children[0].fillna(self.fill_value(node))
        if not real:
            if op == "pick":
                return pick_columns(children[0], self.picked(node)[1], self.real(node))
            if op == "dummies":
                made = self.evaluate(node["python"], children)
                return made.reindex(columns=self.real(node).columns, fill_value=False)
            if op == "same" and isinstance(getattr(self.real(node), "dtype", None), pd.CategoricalDtype):
                # The categories are those of the notebook's whole table, whichever of them these rows have.
                return self.evaluate(node["python"], children).astype(self.real(node).dtype)
            if op == "same" and isinstance(self.real(node), pd.DataFrame):
                return pd.DataFrame(np.asarray(children[0]), columns=self.real(node).columns).infer_objects()
        return self.evaluate(node["python"], children)

    def places(self, node, array):
        """The positions of the columns that a step sets in an array."""
        return np.ravel(self.evaluate(node["column"], [np.arange(array.shape[1])[None]]))

    def assigned(self, node, children):
        """The columns that a step sets: one by its name, or several by a list of names."""
        label, (frame, value) = self.evaluate(node["column"]), children
        if isinstance(label, str):
            return {label: as_column(value, frame)}
        value = value if isinstance(value, pd.DataFrame) else pd.DataFrame(array_of(value), columns=label)
        return {name: as_column(value.iloc[:, at], frame) for at, name in enumerate(label)}

    def fill_value(self, node):
        return self.evaluate(node["value"], [self.real(node["of"][0])])


def nodes_of(node, seen=None):
    """Every node of a path, once."""
    seen = {} if seen is None else seen
    if id(node) not in seen:
        seen[id(node)] = node
        for child in node.get("of", []):
            nodes_of(child, seen)
    return list(seen.values())


def leaves(node):
    """Texts of the raw tables, each once, in the order of the path."""
    return list(dict.fromkeys(each["python"] for each in nodes_of(node) if each["op"] == "frame"))
