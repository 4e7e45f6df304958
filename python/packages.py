"""Says which of the given import names this Python has, from which distribution and in which version."""

import importlib.machinery
import json
import os
import sys
from importlib import metadata


def installed():
    """Distribution and version by top-level import name, as `packages_distributions` of Python 3.10 does it."""
    found = {}
    for distribution in metadata.distributions():
        name, version = distribution.metadata["Name"], distribution.version
        top = (distribution.read_text("top_level.txt") or "").split()
        if not top:
            files = [file for file in distribution.files or [] if file.suffix == ".py" or ".so" in file.name]
            top = {file.parts[0] if len(file.parts) > 1 else file.name.split(".")[0] for file in files}
        for module in top:
            found.setdefault(module, {"distribution": name, "version": version})
    return found


def answer(name, folder, distributions):
    # The finders of the path only look; an import would run the module.
    find = importlib.machinery.PathFinder.find_spec
    if find(name, [folder]) is not None:
        return {"kind": "local"}
    if name in distributions:
        return {"kind": "package", **distributions[name]}
    spec = find(name)
    if spec is None and name not in sys.builtin_module_names:
        return {"kind": "missing"}
    standard = os.path.dirname(os.__file__)
    elsewhere = spec is not None and spec.origin and not spec.origin.startswith(standard)
    return {"kind": "local" if elsewhere and spec.origin != "frozen" else "standard"}


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    distributions = installed()
    json.dump({name: answer(name, asked["folder"], distributions) for name in asked["names"]}, sys.stdout)
