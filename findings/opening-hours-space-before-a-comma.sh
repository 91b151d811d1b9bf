#!/usr/bin/env bash
# PyPI opening-hours-py 2.1.4 and npm opening_hours 3.15.0.
# "Mo-Fr 09:00-12:00 , 14:00-17:00", with a space before the comma: opening_hours.js reads two times of one rule, as without
# the space. opening-hours-py reads a second rule, for every day of the week: open on Sunday afternoon, without a warning.
# VERSION=… findings/opening-hours-space-before-a-comma.sh tries another version.
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

for text in ("Mo-Fr 09:00-12:00, 14:00-17:00", "Mo-Fr 09:00-12:00 , 14:00-17:00"):
    hours = OpeningHours(text)
    sunday = "open" if hours.is_open(datetime(2026, 11, 29, 15)) else "closed"
    print(f"opening-hours-py, {text!r} is {str(hours)!r}, Sunday 15:00 {sunday}, warnings {hours.warnings}")
PY
cat >run.cjs <<'JS'
const OpeningHours = require("opening_hours").default ?? require("opening_hours");
const rennes = { lat: 48.1, lon: -1.68, address: { country_code: "fr", country: "France", state: "Bretagne" } };
for (const text of ["Mo-Fr 09:00-12:00, 14:00-17:00", "Mo-Fr 09:00-12:00 , 14:00-17:00"]) {
  const hours = new OpeningHours(text, rennes);
  console.log(`opening_hours.js, '${text}' is '${hours.prettifyValue()}', Sunday 15:00 ${hours.getState(new Date("2026-11-29T15:00")) ? "open" : "closed"}`);
}
JS
{ venv/bin/python run.py; node run.cjs; } | tee seen
diff seen - <<'SEEN' || { echo "This has changed."; exit 1; }
opening-hours-py, 'Mo-Fr 09:00-12:00, 14:00-17:00' is 'Mo-Fr 09:00-12:00,14:00-17:00', Sunday 15:00 closed, warnings []
opening-hours-py, 'Mo-Fr 09:00-12:00 , 14:00-17:00' is 'Mo-Fr 09:00-12:00, Mo-Su 14:00-17:00', Sunday 15:00 open, warnings []
opening_hours.js, 'Mo-Fr 09:00-12:00, 14:00-17:00' is 'Mo-Fr 09:00-12:00,14:00-17:00', Sunday 15:00 closed
opening_hours.js, 'Mo-Fr 09:00-12:00 , 14:00-17:00' is 'Mo-Fr 09:00-12:00,14:00-17:00', Sunday 15:00 closed
SEEN
echo "As found."
