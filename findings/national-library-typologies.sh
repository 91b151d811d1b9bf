#!/usr/bin/env bash
# npm @gouvfr-anct/lieux-de-mediation-numerique 2.3.0, the library of the national directory of places of digital mediation.
# The schema 1.0.2 describes `typologie` as "CCAS, ASSO, COMMUNE, etc." and constrains it by nothing, so that its validators take
# COMMUNE. The library admits 92 codes; COMMUNE is not among them (a town hall is MUNI) and the whole place is refused.
# VERSION=… findings/national-library-typologies.sh tries another version.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund "@gouvfr-anct/lieux-de-mediation-numerique@${VERSION:-2.3.0}"
cat >run.cjs <<'JS'
const { fromSchemaLieuDeMediationNumerique: read } = require("@gouvfr-anct/lieux-de-mediation-numerique");
const place = { id: "1", pivot: "00000000000000", nom: "Mairie", commune: "Rennes", code_postal: "35000",
  adresse: "1 place de la Mairie", date_maj: "2026-01-31", services: "Aide aux démarches administratives" };
const seen = (cells) => {
  try { read({ ...place, ...cells }); return "taken"; } catch (error) { return `refused (${error.message})`; }
};
const { Typologie } = require("@gouvfr-anct/lieux-de-mediation-numerique");
console.log(`${Object.values(Typologie).length} codes`);
for (const typologie of ["CCAS", "COMMUNE", "MUNI"]) console.log(`${typologie}: ${seen({ typologie })}`);
JS
node run.cjs | tee seen
diff seen - <<'SEEN' || { echo "This has changed."; exit 1; }
92 codes
CCAS: taken
COMMUNE: refused (La typologie 'COMMUNE' n'est pas une valeur admise)
MUNI: taken
SEEN
echo "As found."
