"""Trees, forests and boosting as one TreeEnsemble of float64 (ai.onnx.ml 5).

scikit-learn casts the features to float32 and compares them with float64 thresholds; histogram boosting and LightGBM
compare float64, XGBoost and CatBoost float32. The node does the same with the same numbers, so that every row takes
the same branches as in Python, and adds up float64 leaves: the same labels, also where votes are tied.
"""
import numpy as np
from onnx import TensorProto, helper

from model_graph import Refusal

LESS_OR_EQUAL, LESS, MEMBER = 0, 1, 6  # modes of the operator's nodes


class Tree:
    """A binary tree as arrays; `left[i] < 0` marks a leaf. A missing value goes left where `missing_left` says so.

    A row goes left where its feature is at most the threshold (below it with `strict`), or, in a node of `members`,
    where it is one of these numbers.
    """

    def __init__(self, feature, threshold, left, right, values, missing_left, strict=False, members=None):
        self.feature, self.threshold = feature, threshold
        self.left, self.right = left, right
        self.values = values  # [nodes, targets]; only those of leaves count
        self.missing_left = missing_left
        self.mode = LESS if strict else LESS_OR_EQUAL
        self.members = members or {}


def sklearn_tree(estimator, values=None, features=None):
    """The Tree of a fitted DecisionTree*; `values` replaces its own, `features` maps its columns to others."""
    tree = estimator.tree_
    if tree.n_outputs != 1:
        raise Refusal(type(estimator).__name__, "it predicts several targets", "Train one model for each target.")
    feature = tree.feature if features is None else np.where(tree.feature < 0, 0, features[tree.feature])
    missing_left = getattr(tree, "missing_go_to_left", np.zeros(tree.node_count))
    own = tree.value[:, 0, :]
    return Tree(
        feature,
        tree.threshold,
        tree.children_left,
        tree.children_right,
        own if values is None else values(own),
        missing_left,
    )


def probabilities(values):
    """Class shares of each node: older versions of scikit-learn keep counts."""
    return values / values.sum(axis=1, keepdims=True)


def histogram_tree(predictor, step):
    nodes = predictor.nodes
    if nodes["is_categorical"].any():
        raise Refusal(
            step,
            "it splits on categories as such",
            "Encode them with a OneHotEncoder or an OrdinalEncoder and leave categorical_features out.",
        )
    leaf = nodes["is_leaf"].astype(bool)
    return Tree(
        nodes["feature_idx"],
        nodes["num_threshold"],
        np.where(leaf, -1, nodes["left"].astype(np.int64)),
        np.where(leaf, -1, nodes["right"].astype(np.int64)),
        nodes["value"].reshape(-1, 1),
        nodes["missing_go_to_left"],
    )


def float32_columns(graph, ref):
    """What scikit-learn's own trees see: the features as float32."""
    return graph.cast(graph.cast(ref, "float"), "double")


def sum_of_trees(graph, ref, trees, targets=None):
    """Sum of the trees' leaf values, [rows, targets]: tree i adds to target `targets[i]` (all to 0 without it)."""
    targets = [0] * len(trees) if targets is None else targets
    return ensemble(graph, ref, trees, [tree.values[:, 0] for tree in trees], targets, max(targets) + 1)


def sum_of_votes(graph, ref, trees):
    """Sum of the trees' leaf rows, [rows, classes].

    A leaf of the operator holds one number: it gives the position of its row in a table of all leaves' rows.
    """
    rows = np.concatenate([tree.values for tree in trees])
    starts = np.cumsum([0] + [len(tree.values) for tree in trees[:-1]])
    positions = [start + np.arange(len(tree.values), dtype=np.float64) for start, tree in zip(starts, trees)]
    found = ensemble(graph, ref, trees, positions, list(range(len(trees))), len(trees))
    # [rows, trees] -> [rows, trees, classes] -> [rows, classes]
    votes = graph.op("Gather", graph.constant(rows), graph.cast(found, "int64"), axis=0)
    return graph.op("ReduceSum", votes, graph.constant([1], np.int64), keepdims=0)


def leaf_of_each(graph, ref, trees):
    """The trees' leaf values side by side, [rows, trees]."""
    return ensemble(graph, ref, trees, [tree.values[:, 0] for tree in trees], list(range(len(trees))), len(trees))


def ensemble(graph, ref, trees, leaf_values, targets, n_targets):
    nodes = {key: [] for key in ("feature", "mode", "split", "true", "true_leaf", "false", "false_leaf", "missing")}
    roots, leaf_targets, leaf_weights, members = [], [], [], []
    for tree, values, target in zip(trees, leaf_values, targets):
        inner = np.flatnonzero(tree.left >= 0).tolist()
        leaves = np.flatnonzero(tree.left < 0).tolist()
        roots.append(len(nodes["feature"]))
        place = {at: (len(nodes["feature"]) + count, 0) for count, at in enumerate(inner)}
        place.update({at: (len(leaf_weights) + count, 1) for count, at in enumerate(leaves)})
        for at in inner:
            true, false = place[int(tree.left[at])], place[int(tree.right[at])]
            split, mode = float(tree.threshold[at]), tree.mode
            if at in tree.members:
                split, mode = 0.0, MEMBER
                members += [*tree.members[at], np.nan]
            row = (int(tree.feature[at]), mode, split, *true, *false, int(tree.missing_left[at]))
            for key, value in zip(nodes, row):
                nodes[key].append(value)
        if not inner:  # the operator wants a split: one whose sides are the same leaf
            for key, value in zip(nodes, (0, tree.mode, 0.0, *place[leaves[0]], *place[leaves[0]], 0)):
                nodes[key].append(value)
        leaf_targets += [target] * len(leaves)
        leaf_weights += [float(values[at]) for at in leaves]
    count = len(nodes["feature"])
    sets = {}
    if members:
        sets["membership_values"] = helper.make_tensor("members", TensorProto.DOUBLE, [len(members)], members)
    return graph.op(
        "TreeEnsemble",
        ref,
        domain="ai.onnx.ml",
        n_targets=n_targets,
        aggregate_function=1,  # SUM
        post_transform=0,
        tree_roots=roots,
        nodes_modes=helper.make_tensor("modes", TensorProto.UINT8, [count], nodes["mode"]),
        nodes_featureids=nodes["feature"],
        nodes_splits=helper.make_tensor("splits", TensorProto.DOUBLE, [count], nodes["split"]),
        nodes_truenodeids=nodes["true"],
        nodes_trueleafs=nodes["true_leaf"],
        nodes_falsenodeids=nodes["false"],
        nodes_falseleafs=nodes["false_leaf"],
        nodes_missing_value_tracks_true=nodes["missing"],
        leaf_targetids=leaf_targets,
        leaf_weights=helper.make_tensor("leaves", TensorProto.DOUBLE, [len(leaf_weights)], leaf_weights),
        **sets,
    )
