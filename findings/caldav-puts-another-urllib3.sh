#!/usr/bin/env bash
# caldav 3.6.0 beside requests: after the installation `import urllib3` is another project's code.
#
# caldav needs niquests, which needs urllib3-future; that one writes itself over the folder of urllib3. pip lists both, each with
# its own version, and says that nothing is broken, while requests (and whatever stands on it) runs on the other's code.
# Another version of caldav: CALDAV=3.7.0 findings/caldav-puts-another-urllib3.sh
set -euo pipefail
CALDAV=${CALDAV:-3.6.0}
REQUESTS=${REQUESTS:-2.32.5}
URLLIB3=${URLLIB3:-2.5.0}
FUTURE=${FUTURE:-2.25.904}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
pip() { "$folder/env/bin/python" -m pip --quiet --disable-pip-version-check "$@"; }

pip install "requests==$REQUESTS" "urllib3==$URLLIB3"
before=$("$folder/env/bin/python" -c 'import urllib3; print(urllib3.__version__)')
pip install "caldav==$CALDAV" "niquests==${NIQUESTS:-3.21.2}" "urllib3-future==$FUTURE"

"$folder/env/bin/python" - "$before" "$URLLIB3" <<'PYTHON'
import sys
from importlib.metadata import version

import requests
import urllib3

before, asked = sys.argv[1:]
listed, future = version("urllib3"), version("urllib3-future")
print(f"asked for: urllib3 {asked}; imported before caldav: {before}")
print(f"listed now: urllib3 {listed}, urllib3-future {future}; imported now: {urllib3.__version__}")
print(f"what requests {requests.__version__} runs on: {requests.packages.urllib3.__version__}")
as_found = before == asked == listed and urllib3.__version__ == future != listed
print("As found." if as_found else "This has changed.")
sys.exit(not as_found)
PYTHON
