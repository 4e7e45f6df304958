"""CatBoost's models, read from its own JSON: borders in float32, leaves in float64.

@see CatBoost's documentation, "JSON model": a value above a border answers yes; a symmetric tree asks one question on
each level
"""
import json
import os
import tempfile

import numpy as np

from model_graph import Refusal, numbers
from model_scores import both, flat, highest
from model_trees import Tree, float32_columns, sum_of_votes


def catboost_model(graph, estimator, table):
    step = type(estimator).__name__
    loss = estimator.get_all_params()["loss_function"].split(":")[0]
    scores = scores_of_model(graph, step, model_json(estimator), table)
    if loss in ("Logloss", "CrossEntropy") and hasattr(estimator, "predict_proba"):
        share = both(graph, graph.op("Sigmoid", scores))
        return flat(graph, graph.cast(graph.op("Greater", scores, graph.constant(0.0)), "int64")), share
    if loss in ("MultiClass", "MultiClassOneVsAll"):
        share = graph.op("Softmax", scores, axis=1) if loss == "MultiClass" else graph.op("Sigmoid", scores)
        return highest(graph, scores), share
    if loss not in PLAIN and loss not in EXPONENTIAL:
        raise Refusal(step, f"its loss is {loss}", "Use Logloss, MultiClass or RMSE.")
    return flat(graph, graph.op("Exp", scores) if loss in EXPONENTIAL else scores), None


PLAIN = {"RMSE", "MAE", "Quantile", "MAPE", "Huber", "Expectile", "Lq"}
EXPONENTIAL = {"Poisson", "Tweedie"}


def model_json(estimator):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.json")
        estimator.save_model(path, format="json")
        with open(path, encoding="utf-8") as file:
            return json.load(file)


def scores_of_model(graph, step, model, table):
    """Raw scores [rows, classes or 1] of a model as CatBoost's JSON holds it."""
    known = model["features_info"]
    for kind in ("categorical", "text", "embedding"):
        if known.get(f"{kind}_features"):
            way_out = "Encode them with a OneHotEncoder or a TargetEncoder before it."
            raise Refusal(step, f"it encodes {kind} columns by itself", way_out)
    floats = {each["feature_index"]: each for each in known["float_features"]}
    symmetric = "oblivious_trees" in model
    scale, bias = model["scale_and_bias"]
    trees = [
        (symmetric_tree if symmetric else grown_tree)(each, floats, len(bias))
        for each in model["oblivious_trees" if symmetric else "trees"]
    ]
    total = sum_of_votes(graph, float32_columns(graph, numbers(graph, table, step)), trees)
    return graph.op("Add", graph.op("Mul", total, graph.constant(float(scale))), graph.constant([bias]))


def question(split, floats):
    """(column, border, whether a missing value answers no)."""
    feature = floats[split["float_feature_index"]]
    return feature["flat_feature_index"], np.float32(split["border"]), feature["nan_value_treatment"] != "AsTrue"


def symmetric_tree(tree, floats, wide):
    """The answers to the questions are the bits of the leaf's number, the first the lowest."""
    asked = [question(split, floats) for split in tree["splits"]]
    nodes, left, right = [], [], []
    for level, each in enumerate(asked):
        below = 2 ** (level + 1) - 1
        for at in range(2**level):
            nodes.append(each)
            left.append(below + at)
            right.append(below + at + 2**level)
    return as_tree(nodes, left, right, np.reshape(tree["leaf_values"], (-1, wide)))


def grown_tree(tree, floats, wide):
    """Splits that hold each other, read breadth first."""
    inner, leaves, queue = [], [], [tree]
    for node in queue:  # grows while it is read
        if "split" in node:
            inner.append(node)
            queue += [node["left"], node["right"]]
        else:
            leaves.append(node)
    place = {id(node): at for at, node in enumerate(inner + leaves)}
    sides = [[place[id(node[side])] for node in inner] for side in ("left", "right")]
    values = np.reshape([node["value"] for node in leaves], (-1, wide))
    return as_tree([question(node["split"], floats) for node in inner], *sides, values)


def as_tree(nodes, left, right, leaves):
    ends = [-1] * len(leaves)
    columns, borders, missing_left = zip(*nodes) if nodes else ((), (), ())
    values = np.concatenate([np.zeros((len(nodes), leaves.shape[1])), leaves])
    left, right = (np.array([*side, *ends]) for side in (left, right))
    return Tree(columns, np.array(borders, dtype=float), left, right, values, missing_left)
