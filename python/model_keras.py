"""Models of Keras 3, exported by Keras itself: `model.export(path, format="onnx")`.

@see keras.Model.export: with the backend torch through torch.onnx, with tensorflow through tf2onnx
"""
import os
import tempfile

import numpy as np
import onnx

from model_graph import Refusal
from model_network import Network, quiet

# The newest that each exporter writes by itself.
OPSET = 18
WAY_OUT = "Use layers of Keras that its export knows; the pipeline runs as it is."


class Keras(Network):
    library = "keras"

    def __init__(self, model, answer, namespace, features):
        self.keras = model
        super().__init__(model, answer, namespace, features)

    def run(self, arrays):
        scores = self.keras.predict(arrays[0] if len(arrays) == 1 else arrays, verbose=0)
        if isinstance(scores, (list, tuple, dict)):
            reason = f"it gives {len(scores)} outputs"
            raise Refusal(self.called, reason, "Train one model for each output.")
        return np.asarray(scores)

    def exported(self):
        import keras

        backend = keras.backend.backend()
        if not hasattr(self.keras, "export"):
            raise Refusal(self.called, f"keras {keras.__version__} exports no graph", "Use Keras 3.8 or newer.")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "model.onnx")
            try:
                with quiet():
                    self.keras.export(path, format="onnx", verbose=False, opset_version=OPSET)
            except ModuleNotFoundError:
                raise
            except Exception as error:  # an exporter fails in any way it likes
                lines = str(error).strip().splitlines()
                reason = f"its export fails with {type(error).__name__} on the backend {backend}: {(lines or [''])[0]}"
                raise Refusal(self.called, reason, WAY_OUT) from error
            return onnx.load(path)
