"""Names for the columns of arrays that the notebook makes a table of."""
import pandas as pd

from model_path import nodes_of


def name_arrays(path, leaves):
    """`pd.DataFrame(cancer['data'], columns=cancer['feature_names'])`: what is raw has these names, not x0, x1 ..."""
    taken = {name for node in nodes_of(path.node) if node["op"] == "derive" for name in node["columns"]}
    taken.update(name for leaf in leaves.values() if leaf.shape != "array" for name in leaf.names)
    for node in nodes_of(path.node):
        if node["op"] != "same":
            continue
        arrays = side_by_side(node["of"][0], leaves)
        if not arrays or len({id(leaf) for leaf in arrays}) < len(arrays):
            continue
        table = path.evaluate(node["python"], [value_of(path, node["of"][0], leaves)])
        if not isinstance(table, pd.DataFrame) or table.shape[1] != sum(len(leaf.names) for leaf in arrays):
            continue
        names = list(table.columns)
        if not table.columns.is_unique or not all(isinstance(name, str) for name in names) or taken & set(names):
            continue
        taken.update(names)
        for leaf in arrays:
            leaf.names, names = [str(name) for name in names[: len(leaf.names)]], names[len(leaf.names) :]


def side_by_side(node, leaves):
    """The arrays that a table is made of, from left to right; none where something else is among them."""
    if node["op"] == "frame":
        return [leaves[node["python"]]] if leaves[node["python"]].shape == "array" else []
    if node["op"] != "concat":
        return []
    parts = [side_by_side(child, leaves) for child in node["of"]]
    return [leaf for part in parts for leaf in part] if all(parts) else []


def value_of(path, node, leaves):
    if node["op"] == "frame":
        return leaves[node["python"]].value
    return path.evaluate(node["python"], [value_of(path, child, leaves) for child in node["of"]])
