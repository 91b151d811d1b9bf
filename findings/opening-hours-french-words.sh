#!/usr/bin/env bash
# PyPI opening-hours-py 2.1.4 and npm opening_hours 3.15.0.
# What French people write: opening_hours.js reads French days and hours without minutes, with a warning; opening-hours-py refuses
# them. A directory that checks with one and shows with the other loses or gains hours.
# VERSION=… findings/opening-hours-french-words.sh tries another version.
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
from opening_hours import validate

for text in ("Lu-Ve 09:00-12:00", "lundi 09:00-12:00", "Mo-Fr 9-12", "09h00-12h00"):
    print(f"opening-hours-py, {text}: {'read' if validate(text) else 'refused'}")
PY
cat >run.cjs <<'JS'
const OpeningHours = require("opening_hours").default ?? require("opening_hours");
const rennes = { lat: 48.1, lon: -1.68, address: { country_code: "fr", country: "France", state: "Bretagne" } };
for (const text of ["Lu-Ve 09:00-12:00", "lundi 09:00-12:00", "Mo-Fr 9-12", "09h00-12h00"]) {
  let said;
  try { said = `read as ${new OpeningHours(text, rennes).prettifyValue()}`; } catch (error) { said = "refused"; }
  console.log(`opening_hours.js, ${text}: ${said}`);
}
JS
{ venv/bin/python run.py; node run.cjs; } | tee seen
diff seen - <<'SEEN' || { echo "This has changed."; exit 1; }
opening-hours-py, Lu-Ve 09:00-12:00: refused
opening-hours-py, lundi 09:00-12:00: refused
opening-hours-py, Mo-Fr 9-12: refused
opening-hours-py, 09h00-12h00: refused
opening_hours.js, Lu-Ve 09:00-12:00: read as Mo-Fr 09:00-12:00
opening_hours.js, lundi 09:00-12:00: read as Mo 09:00-12:00
opening_hours.js, Mo-Fr 9-12: read as Mo-Fr 09:00-12:00
opening_hours.js, 09h00-12h00: refused
SEEN
echo "As found."
