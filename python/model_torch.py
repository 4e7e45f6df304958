"""Modules of torch, exported by torch itself with the number of rows left open.

@see torch.onnx.export with dynamo=True: it traces the module with torch.export, and needs onnxscript
"""
import copy
import inspect
import re

import numpy as np
import torch

from model_graph import Refusal
from model_network import Network, quiet
from model_values import array_of

# The exporter's own operators: none has to be brought to another version.
OPSET = 18
WAY_OUT = "Write forward with operations of torch on whole tensors; the pipeline runs as it is."


class Torch(Network):
    library = "torch"

    def __init__(self, module, answer, namespace, features):
        self.module = copy.deepcopy(module).cpu().eval()
        super().__init__(module, answer, namespace, features)
        if module.training and not self.is_same(copy.deepcopy(module).cpu(), features):
            reason = "it predicts in training mode, which gives other answers each time or for other rows beside"
            raise Refusal(self.called, reason, "Call eval() on it before it predicts.")

    def run(self, arrays):
        return self.run_module(self.module, arrays)

    def run_module(self, module, arrays):
        with torch.no_grad():
            scores = module(*[torch.from_numpy(np.ascontiguousarray(array)) for array in arrays])
        if not isinstance(scores, torch.Tensor):
            reason = f"it gives a {type(scores).__name__} and not one tensor"
            raise Refusal(self.called, reason, "Let forward return the scores alone.")
        return scores

    def is_same(self, module, features):
        ours, self.module = self.module, module
        try:
            theirs = array_of(self.scores(features))
        finally:
            self.module = ours
        return np.allclose(theirs, array_of(self.scores(features)), rtol=1e-5, atol=1e-6)

    def exported(self):
        # One row would be taken for a size that never changes.
        rows = tuple(torch.from_numpy(np.zeros((2, *form.row), form.dtype)) for form in self.forms)
        shapes = tuple({0: torch.export.Dim("rows")} for _ in rows)
        takes = inspect.signature(self.module.forward).parameters.values()
        if any(each.kind is inspect.Parameter.VAR_POSITIONAL for each in takes):
            shapes = (shapes,)
        try:
            with quiet():
                program = torch.onnx.export(
                    self.module, rows, dynamo=True, opset_version=OPSET, dynamic_shapes=shapes, verbose=False
                )
        except ModuleNotFoundError:
            raise
        except Exception as error:  # an exporter fails in any way it likes
            raise Refusal(self.called, reason_of(error), WAY_OUT) from error
        return program.model_proto


def reason_of(error):
    text = str(error)
    line = re.findall(r"in forward\n +(\S.*)", text)
    where = f" (`{line[-1].strip()}`)" if line else ""
    if "data-dependent" in text or "DataDependent" in text:
        return f"its forward goes another way for other values{where}"
    summary = text.split("## Exception summary", 1)[-1].strip().splitlines()
    return f"torch.onnx.export fails{where}: {(summary or [type(error).__name__])[0]}"
