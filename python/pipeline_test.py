"""Runs the whole pipeline again and compares its metrics with those of the run that expected.json holds.

Start it with `python -m unittest pipeline.test_pipeline` or with `pytest pipeline`.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PIPELINE = Path(__file__).resolve().parent
# The notebook's relative paths begin here.
FOLDER = PIPELINE / ".."
EXPECTED = PIPELINE / "expected.json"


class PipelineTest(unittest.TestCase):
    """The scripts still compute what they did."""

    def test_metrics(self):
        if not EXPECTED.exists():
            self.skipTest("no run has written expected.json yet: shiploop run")
        expected = json.loads(EXPECTED.read_text(encoding="utf-8"))
        metrics = run_pipeline()
        self.assertEqual(sorted(metrics), sorted(expected))
        for name, value in expected.items():
            with self.subTest(metric=name):
                # Without a value: it draws random numbers that nothing seeds.
                self.assertIsNotNone(metrics[name])
                if value is not None:
                    self.assertAlmostEqual(metrics[name], value, delta=1e-9 * max(1, abs(value)))


def run_pipeline():
    """The metrics of a run whose artifacts are thrown away."""
    with tempfile.TemporaryDirectory() as run:
        environment = {**os.environ, "SHIPLOOP_RUN": run, "MPLBACKEND": "Agg"}
        subprocess.run([sys.executable, str(PIPELINE)], cwd=FOLDER, env=environment, check=True)
        return json.loads(Path(run, "metrics.json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
