#!/usr/bin/env bash
# PyPI opening-hours-py 2.1.4 and npm opening_hours 3.15.0.
# "22:00-02:00; PH off" on 25 December: both close the small hours of the holiday, which belong to the night before, and both
# are open in the small hours of the 26th, which go on from an evening that was closed.
# VERSION=… findings/opening-hours-night-of-a-holiday.sh tries another version.
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

hours = OpeningHours("22:00-02:00; PH off", country="FR")
for at in ("2026-12-25T01:00", "2026-12-25T23:00", "2026-12-26T01:00"):
    print(f"opening-hours-py, {at}: {'open' if hours.is_open(datetime.fromisoformat(at)) else 'closed'}")
PY
cat >run.cjs <<'JS'
const OpeningHours = require("opening_hours").default ?? require("opening_hours");
const rennes = { lat: 48.1, lon: -1.68, address: { country_code: "fr", country: "France", state: "Bretagne" } };
const hours = new OpeningHours("22:00-02:00; PH off", rennes);
for (const at of ["2026-12-25T01:00", "2026-12-25T23:00", "2026-12-26T01:00"])
  console.log(`opening_hours.js, ${at}: ${hours.getState(new Date(at)) ? "open" : "closed"}`);
JS
{ venv/bin/python run.py; node run.cjs; } | tee seen
diff seen - <<'SEEN' || { echo "This has changed."; exit 1; }
opening-hours-py, 2026-12-25T01:00: closed
opening-hours-py, 2026-12-25T23:00: closed
opening-hours-py, 2026-12-26T01:00: open
opening_hours.js, 2026-12-25T01:00: closed
opening_hours.js, 2026-12-25T23:00: closed
opening_hours.js, 2026-12-26T01:00: open
SEEN
echo "As found."
