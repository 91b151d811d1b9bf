#!/usr/bin/env bash
# PyPI opening-hours-py 2.1.4 and npm opening_hours 3.15.0.
# Both take `SH off` (closed in school holidays) for France. opening-hours-py has no calendar of school holidays: the rule is
# accepted without a warning and never applies. opening_hours.js knows the French zones and closes.
# VERSION=… findings/opening-hours-school-holidays.sh tries another version.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund opening_hours@3.15.0
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "opening-hours-py==${VERSION:-2.1.4}"
export TZ=Europe/Paris
cat >run.py <<'PY'
from datetime import datetime

from opening_hours import OpeningHours

hours = OpeningHours("Mo-Fr 09:00-12:00; SH off", country="FR")
for day in ("2025-12-29", "2025-12-15"):
    print(f"opening-hours-py, {day}: {'open' if hours.is_open(datetime.fromisoformat(f'{day}T10:00')) else 'closed'}")
print(f"opening-hours-py warns of: {hours.warnings}")
PY
cat >run.cjs <<'JS'
const OpeningHours = require("opening_hours").default ?? require("opening_hours");
const rennes = { lat: 48.1, lon: -1.68, address: { country_code: "fr", country: "France", state: "Bretagne" } };
const hours = new OpeningHours("Mo-Fr 09:00-12:00; SH off", rennes);
for (const day of ["2025-12-29", "2025-12-15"])
  console.log(`opening_hours.js, ${day}: ${hours.getState(new Date(`${day}T10:00`)) ? "open" : "closed"}`);
JS
{ venv/bin/python run.py; node run.cjs; } | tee seen
diff seen - <<'SEEN' || { echo "This has changed."; exit 1; }
opening-hours-py, 2025-12-29: open
opening-hours-py, 2025-12-15: open
opening-hours-py warns of: []
opening_hours.js, 2025-12-29: closed
opening_hours.js, 2025-12-15: open
SEEN
echo "As found."
