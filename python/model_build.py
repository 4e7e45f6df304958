"""From a run's artifacts and a predict path to the graph, its signature, its reference and its check rows."""
import contextlib
import os
import pickle

import numpy as np
import pandas as pd

from model_answered import Answered
from model_answers import Model
from model_boosters import as_estimator
from model_columns import describe_column, inputs_of, resampled, to_json, with_value
from model_estimators import predict
from model_features import RowCode, check
from model_graph import Graph, Refusal
from model_judged import evaluated, judge
from model_labels import labels_of
from model_path import MADE, Path, nodes_of
from model_path_nodes import PathNodes
from model_raw import CHANGED, LEARNED, RawTable
from model_rows import RawRows, Reference, observed_columns

FIRST = "_first_"  # before a name: the first value of that name that the run saved
PROBED = 20  # rows on which a missing value and an unknown category are tried, for each column


def build(job):
    stages = [load(job["run"], stage) for stage in job["stages"]]
    namespace = {f"{FIRST}{name}": value for stage in stages[::-1] for name, value in stage.items()}
    namespace.update({name: value for stage in stages for name, value in stage.items()})
    for line in job["imports"]:
        try:
            exec(line, namespace)
        except ImportError:
            continue  # a module that only other parts of the notebook need
    set_up(job["settings"])
    # The first way begins further back, where the run may not have saved the data as it was read.
    said, failure = [], None
    for at, way in enumerate(job["ways"]):
        if way["isAtModel"]:
            # A step that a graph can't hold is refused by its name.
            if isinstance(failure, Refusal) or not begins_at_table(way, namespace):
                break
            said.append(f"The graph begins at the features as the model takes them, because a way past them fails with {words(failure)}.")
        try:
            return build_from({**job, "kind": way["kind"], "way": at}, rebuilt(way), stages, namespace, said)
        except Exception as error:  # it may fail in any way: then the graph begins nearer to the model
            if any(node["op"] == "derive" for node in way["nodes"]):
                said.append(f"The graph does not begin before pipeline/features.py: {words(error)}.")
            if not way["isAtModel"]:
                failure = error
    raise failure


def begins_at_table(way, namespace):
    """Whether the features are a table that the run saved: numbers without names are no request."""
    try:
        return isinstance(evaluated(way["nodes"][0]["python"], namespace), pd.DataFrame)
    except Exception:  # the notebook's own expression fails in any way it likes
        return False


def words(error):
    return error.reason if isinstance(error, Refusal) else f"{type(error).__name__}: {error}"


def set_up(statements):
    """Steps of the path give under the notebook's settings what they gave to it: tables, where it asked for tables."""
    space = {}
    for statement in statements:
        with contextlib.suppress(Exception):  # a step that can't do without it will say so
            exec(statement, space)


def rebuilt(way):
    """A way with its nodes joined again: the roots of its paths, and the table before and after its feature code."""
    nodes = rejoined(way["nodes"])
    tested, *trained = [nodes[at] for at in way["roots"]]
    before, after = [nodes[at] for at in way["featureCode"]] or (None, None)
    return {
        "tested": tested,
        "trained": trained[0] if trained else None,
        "before": before,
        "after": after,
        "carried": way["carried"],
    }


def rejoined(flat):
    nodes = []
    for node in flat:
        nodes.append({**node, "of": [nodes[at] for at in node["of"]]} if "of" in node else node)
    return nodes


def network_kind(fitted):
    """What stands for a network of this library as an estimator; None for other models."""
    libraries = {kind.__module__.split(".")[0] for kind in type(fitted).__mro__}
    if "keras" in libraries:
        from model_keras import Keras

        return Keras
    if "torch" in libraries:
        from model_torch import Torch

        return Torch
    return None


def answered(model, job, answer, namespace, tested):
    """The model with what the notebook makes of its predictions; as it is where those steps are for other values."""
    try:
        given = tested.features(tested.columns)
        made = Model(Answered(model.estimator, model.name, job["method"], answer, namespace, given))
    except Exception:  # the notebook's own steps fail in any way they like
        if job["prediction"] is None:
            reason = "what the notebook makes of its predictions is not written as steps that a graph can hold"
            raise Refusal(model.name, reason, "Give the predictions a name of their own.") from None
        return model  # where that is not what the notebook predicts, the comparison with its predictions refuses
    made.estimator.refuse_others(tested.count)
    return made


def build_from(job, way, stages, namespace, said):
    rounds = None if job["rounds"] is None else evaluated(job["rounds"], namespace)
    fitted = evaluated(job["model"], namespace)
    kind = network_kind(fitted)
    model = None if kind else Model(as_estimator(fitted, rounds))
    answer = None if job["answer"] is None else rejoined(job["answer"]["nodes"])[job["answer"]["root"]]
    row_code = RowCode(job, stages)
    tested = RawRows(Path(way["tested"], namespace, job["features"], row_code))
    if kind:
        model = Model(kind(fitted, answer, namespace, tested.features(tested.columns)))
    elif answer is not None:
        model = answered(model, job, answer, namespace, tested)
    model.learned(None if job["truth"] is None else evaluated(job["truth"], namespace))
    trained = None
    if way["trained"] is not None:
        trained = RawRows(Path(way["trained"], namespace, job["learned"], row_code))
    warnings = [*said]
    if trained is not None and list(trained.columns) != list(tested.columns):
        warnings.append("The model learned from a table with other columns: the reference holds the tested rows only.")
        trained = None
    if job["features"] is None and any(node["op"] in ("derive", "carry") for node in nodes_of(way["tested"])):
        raise Refusal("predict path", "the notebook keeps no features to compare with", "Give them a name of their own.")
    raw = RawTable(job["raw"], tested, trained, stages, job["rebuilt"])
    changed = raw.changed()
    for rows in (tested, trained):
        if rows is not None:
            rows.rename(changed, CHANGED)
    prediction, truth, confidence = judge(job, model, tested, namespace)
    if not prediction:
        warnings.append("The notebook keeps no predictions of rows that the model did not learn from.")
    shown, refusal = check(job, row_code, way, tested)
    if refusal is not None:
        if any(node["op"] == "derive" for node in nodes_of(way["tested"])):
            raise refusal
        warnings.append(f"pipeline/features.py can't be relied on for requests: {refusal.reason}.")

    graph = Graph(predict)
    parts = inputs_of(graph, tested.columns, {f"{name}{CHANGED}": name for name in changed})
    beginnings = {key: [parts[name] for name in leaf.names] for key, leaf in tested.leaves.items()}
    beginnings[MADE] = parts
    graph.given = tested.features({name: series.iloc[:PROBED] for name, series in tested.columns.items()})
    result, shares = predict(graph, model.estimator, PathNodes(tested.path, graph, beginnings).of(tested.path.node))
    onnx_model = graph.model(model.outputs(graph, result, shares))
    used = [value.name for value in onnx_model.graph.input]

    reference = Reference(tested, trained)
    inputs = {name: reference.columns[name] for name in used}
    target = getattr(evaluated(job["truth"], namespace), "name", None) if job["truth"] else None
    target = str(target or job["target"])
    if shown is not None:
        shown["makes"] = [name for name in shown["makes"] if name in used]
        shown["takes"] = row_code.takes(tested.at(way["before"]), shown["makes"]) if shown["makes"] else []
    function, program, why = job["rowFunction"] and job["rowFunction"]["name"], None, {}
    wanted = raw.wanted(used, changed)
    made = [] if shown is None else shown["makes"]
    if any(name not in made for name in wanted):
        captures, takes, alone, why = raw.shown(wanted, reference, target)
        if len(captures) > len(made):
            function, program = LEARNED, raw.saved(captures, takes)
            shown = {"makes": list(captures), "takes": takes, "rows": reference.count, "alone": alone}
    # What columns of a request are made of is worth watching as well, and a rebuild makes them again.
    watched = dict.fromkeys([*job["observe"], *(shown["takes"] if shown else [])])
    tables = [*([] if raw.rows is None else [{"raw": raw.rows}]), *stages]
    observed, absent = observed_columns([name for name in watched if name not in used], reference, tables)
    probes = probe(graph, model, tested, reference.columns, used)
    outputs = [output.name for output in onnx_model.graph.output]
    signature = {
        "schema": 1,
        "model": job["name"],
        "task": model.task,
        "inputs": [describe_column(name, series, graph) for name, series in inputs.items()],
        "observed": [describe_column(name, series, None) for name, series in observed.items()],
        "features": None,
        "classes": None if model.classes is None else model.labels,
        "outputs": {"prediction": outputs[0], "probabilities": outputs[1] if len(outputs) > 1 else None},
        "steps": graph.steps,
    }
    if shown is not None and shown["makes"]:
        signature["features"] = {
            "function": function,
            **{key: shown[key] for key in ("makes", "takes")},
        }
    signature["target"] = target
    signature["labels"] = labels_of(target, reference, tables, truth, model.classes is not None)
    return {
        "model": onnx_model,
        "program": program,
        "signature": signature,
        "reference": frozen(reference, {**inputs, **observed}, prediction, truth, confidence),
        "check": check_of(job, model, tested, reference, used, probes, truth),
        "answer": {
            "estimator": model.name,
            "task": model.task,
            "steps": graph.steps,
            "way": job["way"],
            "rowCode": shown and {**shown, "function": function},
            "carried": [{"columns": [name], "why": reason} for name, reason in why.items()],
            "begins": [key.replace(FIRST, "") for key in tested.leaves],
            # Who is asked first when the graph and Python differ.
            "doubtful": (graph.in_float32 + graph.foreign + [model.name])[0],
            "warnings": warnings + absent,
        },
    }


def load(run, stage):
    file = os.path.join(run, "artifacts", f"{stage}.joblib")
    try:
        with open(file, "rb") as saved:
            return pickle.load(saved)
    except FileNotFoundError:
        return {}
    except Exception as error:
        raise Refusal(
            stage,
            f"what this stage saved can't be loaded ({type(error).__name__}: {error})",
            "Define functions and classes that fitted objects hold in a module beside the notebook.",
        ) from error


def probe(graph, model, tested, columns, used):
    """Asks Python what it makes of a missing value and an unknown category, column by column.

    What it accepts becomes rows of the check; what it refuses is said in the signature.
    """
    accepted = []
    step = model.name
    for name in used:
        kind = columns[name].dtype.kind
        probes = []
        if kind == "b":
            graph.missing[name] = ["refused: true or false only"]
        elif not refuses(graph.missing, name):
            probes.append((graph.missing, np.nan, f"handled by {step}", f"refused: {step} takes no missing values"))
        if graph.unknown.get(name) and not refuses(graph.unknown, name) and kind not in "iufb":
            probes.append((graph.unknown, "\u0002unknown", None, "refused: Python refuses it"))
        for phrases, value, accepts, refusal in probes:
            rows = with_value(columns, name, value, PROBED)
            try:
                model.estimator.predict(tested.features(rows))
            except Exception:  # Python refuses in any way it likes
                phrases[name] = [refusal]
                continue
            phrases.setdefault(name, [accepts])
            accepted.append(rows)
    return accepted


def refuses(phrases, name):
    return any(phrase.startswith("refused") for phrase in phrases.get(name, []))


def frozen(reference, columns, prediction, truth, confidence):
    rows = reference.tested.tolist() if prediction else []
    return {
        "schema": 1,
        "columns": {name: to_json(series) for name, series in columns.items()},
        "rows": reference.count,
        "tested": {"row": rows, "prediction": prediction, "truth": truth, "confidence": confidence},
    }


def check_of(job, model, tested, reference, used, probes, truth):
    """Every reference row, rows resampled column by column, and the probed rows, with Python's answers."""
    generator = np.random.default_rng(job["seed"])
    tables = [reference.columns, resampled(reference.columns, job["rows"], generator), *probes]
    columns = {name: [] for name in used}
    prediction, shares = [], []
    for table in tables:
        for name in used:
            columns[name] += to_json(table[name])
        labels, rows = model.answers(tested.features(table))
        prediction += labels
        shares += [] if rows is None else rows
    return {
        "schema": 1,
        "rows": len(prediction),
        "columns": columns,
        "prediction": prediction,
        "probabilities": shares or None,
        "targetStd": float(np.std(truth or prediction)) if model.classes is None else None,
    }
