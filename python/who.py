"""Says which Python this is."""

import json
import sys

json.dump({"path": sys.executable, "version": "%d.%d.%d" % sys.version_info[:3], "prefix": sys.prefix}, sys.stdout)
