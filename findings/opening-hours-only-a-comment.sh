#!/usr/bin/env bash
# PyPI opening-hours-py 2.1.4 and npm opening_hours 3.15.0.
# A rule that only a comment explains ('Mo-Fr 09:00-12:00 "sur rendez-vous"', or the comment alone) is of unknown state for
# opening_hours.js. For opening-hours-py it is open: '"sur rendez-vous"' is open day and night.
# VERSION=… findings/opening-hours-only-a-comment.sh tries another version.
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

for text, hour in (('Mo-Fr 09:00-12:00 "sur rendez-vous"', 10), ('"sur rendez-vous"', 3)):
    state, comment = OpeningHours(text).state(datetime(2026, 11, 30, hour))
    print(f"opening-hours-py, {text}, Monday {hour}:00: {state}, comment {comment!r}")
PY
cat >run.cjs <<'JS'
const OpeningHours = require("opening_hours").default ?? require("opening_hours");
const rennes = { lat: 48.1, lon: -1.68, address: { country_code: "fr", country: "France", state: "Bretagne" } };
for (const [text, hour] of [['Mo-Fr 09:00-12:00 "sur rendez-vous"', "10"], ['"sur rendez-vous"', "03"]])
  console.log(`opening_hours.js, ${text}, Monday ${Number(hour)}:00: ${new OpeningHours(text, rennes).getStateString(new Date(`2026-11-30T${hour}:00`))}`);
JS
{ venv/bin/python run.py; node run.cjs; } | tee seen
diff seen - <<'SEEN' || { echo "This has changed."; exit 1; }
opening-hours-py, Mo-Fr 09:00-12:00 "sur rendez-vous", Monday 10:00: open, comment 'sur rendez-vous'
opening-hours-py, "sur rendez-vous", Monday 3:00: open, comment 'sur rendez-vous'
opening_hours.js, Mo-Fr 09:00-12:00 "sur rendez-vous", Monday 10:00: unknown
opening_hours.js, "sur rendez-vous", Monday 3:00: unknown
SEEN
echo "As found."
