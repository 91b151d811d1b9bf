#!/usr/bin/env bash
# npm @gouvfr-anct/lieux-de-mediation-numerique 2.3.0 and PyPI frictionless 5.21.0.
# The label of La Poste in `formations_labels`: the pattern of the schema 1.0.2 spells "Étapes numériques(La Poste)", the library
# admits only "Étapes numériques (La Poste)". No file can name this label and pass both.
# VERSION=… findings/national-label-that-no-spelling-saves.sh tries another version.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund "@gouvfr-anct/lieux-de-mediation-numerique@${VERSION:-2.3.0}"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check frictionless==5.21.0
cat >run.cjs <<'JS'
const { fromSchemaLieuDeMediationNumerique: read } = require("@gouvfr-anct/lieux-de-mediation-numerique");
const place = { id: "1", pivot: "00000000000000", nom: "Mairie", commune: "Rennes", code_postal: "35000",
  adresse: "1 place de la Mairie", date_maj: "2026-01-31", services: "Aide aux démarches administratives" };
const seen = (cells) => {
  try { read({ ...place, ...cells }); return "taken"; } catch (error) { return `refused (${error.message})`; }
};
for (const label of ["Étapes numériques(La Poste)", "Étapes numériques (La Poste)"])
  console.log(`library, ${label}: ${seen({ formations_labels: label }).split(" (")[0]}`);
JS
cat >run.py <<'PY'
from frictionless import Resource, Schema

# As published in the schema 1.0.2, with its other labels left out.
pattern = r"(?:(?:^|\|)(Étapes numériques\(La Poste\)|ORDI 3.0))+$"
field = {"name": "formations_labels", "type": "string", "constraints": {"pattern": pattern}}
schema = Schema.from_descriptor({"fields": [field]})
for label in ("Étapes numériques(La Poste)", "Étapes numériques (La Poste)"):
    report = Resource(data=[["formations_labels"], [label]], schema=schema).validate()
    print(f"schema, {label}: {'taken' if report.valid else 'refused'}")
PY
{ node run.cjs; venv/bin/python run.py; } | tee seen
diff seen - <<'SEEN' || { echo "This has changed."; exit 1; }
library, Étapes numériques(La Poste): refused
library, Étapes numériques (La Poste): taken
schema, Étapes numériques(La Poste): taken
schema, Étapes numériques (La Poste): refused
SEEN
echo "As found."
