"""The side folder: packages that only Shiploop's own conversion sees, last on its path.

    python side.py PARENT             says what this Python has, as JSON
    python side.py PARENT --import    imports the converter with the folder on the path, or fails

What the person's environment has always wins, and stays as it is.
"""
import glob
import hashlib
import importlib.util
import json
import os
import sys
import sysconfig
from importlib import metadata

ASKED = """scikit-learn numpy protobuf ml_dtypes typing_extensions onnx skl2onnx
torch onnxscript onnx-ir packaging""".split()
# What can be brought, by the name of the import.
BROUGHT = set("onnx skl2onnx google ml_dtypes typing_extensions onnxscript onnx_ir packaging".split())


def version_of(distribution):
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def folder(parent):
    """Packages with compiled parts fit one Python, the converter one scikit-learn, both what else is in one place."""
    sklearn = ".".join((version_of("scikit-learn") or "none").split(".")[:2])
    place = hashlib.sha256(os.path.normcase(sys.prefix).encode()).hexdigest()[:8]
    return os.path.join(parent, "py%d.%d-sklearn%s-%s" % (*sys.version_info[:2], sklearn, place))


def extend(parent):
    """Puts the folder of this Python last on the path, where it is there."""
    if os.path.isdir(folder(parent)):
        sys.path.append(folder(parent))


def brought(parent):
    there = metadata.distributions(path=[folder(parent)])
    return {each.metadata["Name"]: each.version for each in there}


def pip():
    """How this Python starts pip: as a module, else the one that its own set-up of environments carries."""
    if importlib.util.find_spec("pip") is not None:
        return ["-m", "pip"]
    places = [sysconfig.get_config_var("WHEEL_PKG_DIR")]
    ensure = importlib.util.find_spec("ensurepip")
    if ensure is not None:
        places.append(os.path.join(os.path.dirname(ensure.origin), "_bundled"))
    wheels = [wheel for place in places if place for wheel in glob.glob(os.path.join(place, "pip-*.whl"))]
    return [os.path.join(wheels[0], "pip")] if wheels else None


if __name__ == "__main__":
    if sys.argv[2:] == ["--import"]:
        extend(sys.argv[1])
        import onnx.shape_inference  # noqa: F401

        if version_of("scikit-learn") is not None:
            import skl2onnx  # noqa: F401
        if version_of("torch") is not None:
            import onnxscript  # noqa: F401
    else:
        found = {name: version_of(name) for name in ASKED}
        answer = {"folder": folder(sys.argv[1]), "pip": pip(), "versions": found, "brought": brought(sys.argv[1])}
        json.dump(answer, sys.stdout)
