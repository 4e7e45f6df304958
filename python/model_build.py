"""From a run's artifacts and a predict path to the graph, its signature, its reference and its check rows."""
import os

import joblib
import numpy as np

from model_answers import Model
from model_columns import describe_column, inputs_of, resampled, to_json, with_value
from model_estimators import predict
from model_graph import Graph, Refusal
from model_boosters import as_estimator
from model_judged import evaluated, judge
from model_path import Path
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
    # The first way begins further back, where the run may not have saved the data as it was read.
    *first, last = job["ways"]
    for way in first:
        try:
            return build_from({**job, "kind": way["kind"]}, rebuilt(way), stages, namespace)
        except Exception:  # it may fail in any way: then the graph begins nearer to the model
            continue
    return build_from({**job, "kind": last["kind"]}, rebuilt(last), stages, namespace)


def rebuilt(way):
    """The roots [tested, trained] of a path, its nodes joined again."""
    nodes = []
    for node in way["nodes"]:
        nodes.append({**node, "of": [nodes[at] for at in node["of"]]} if "of" in node else node)
    tested, *trained = [nodes[at] for at in way["roots"]]
    return tested, trained[0] if trained else None


def build_from(job, roots, stages, namespace):
    rounds = None if job["rounds"] is None else evaluated(job["rounds"], namespace)
    model = Model(as_estimator(evaluated(job["model"], namespace), rounds))
    tested = RawRows(Path(roots[0], namespace, job["features"]))
    trained = None if roots[1] is None else RawRows(Path(roots[1], namespace, job["learned"]))
    warnings = []
    if trained is not None and list(trained.columns) != list(tested.columns):
        warnings.append("The model learned from a table with other columns: the reference holds the tested rows only.")
        trained = None
    prediction, truth, confidence = judge(job, model, tested, namespace)
    if not prediction:
        warnings.append("The notebook keeps no predictions of rows that the model did not learn from.")

    graph = Graph()
    parts = inputs_of(graph, tested.columns)
    raw = {key: [parts[name] for name in leaf.names] for key, leaf in tested.leaves.items()}
    graph.given = tested.features({name: series.iloc[:PROBED] for name, series in tested.columns.items()})
    result, shares = predict(graph, model.estimator, tested.path.emit(graph, raw))
    onnx_model = graph.model(model.outputs(graph, result, shares))
    used = [value.name for value in onnx_model.graph.input]

    reference = Reference(tested, trained)
    inputs = {name: reference.columns[name] for name in used}
    observed, absent = observed_columns([name for name in job["observe"] if name not in used], reference, stages)
    probes = probe(graph, model, tested, reference.columns, used)
    outputs = [output.name for output in onnx_model.graph.output]
    signature = {
        "schema": 1,
        "model": job["name"],
        "task": model.task,
        "inputs": [describe_column(name, series, graph) for name, series in inputs.items()],
        "observed": [describe_column(name, series, None) for name, series in observed.items()],
        "classes": None if model.classes is None else model.labels,
        "outputs": {"prediction": outputs[0], "probabilities": outputs[1] if len(outputs) > 1 else None},
        "steps": graph.steps,
    }
    target = getattr(evaluated(job["truth"], namespace), "name", None) if job["truth"] else None
    signature["target"] = str(target or job["target"])
    return {
        "model": onnx_model,
        "signature": signature,
        "reference": frozen(reference, {**inputs, **observed}, prediction, truth, confidence),
        "check": check_of(job, model, tested, reference, used, probes, truth),
        "answer": {
            "estimator": model.name,
            "task": model.task,
            "steps": graph.steps,
            "begins": [key.replace(FIRST, "") for key in tested.leaves],
            # Who is asked first when the graph and Python differ.
            "doubtful": (graph.in_float32 + graph.foreign + [model.name])[0],
            "warnings": warnings + absent,
        },
    }


def load(run, stage):
    file = os.path.join(run, "artifacts", f"{stage}.joblib")
    try:
        return joblib.load(file)
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
