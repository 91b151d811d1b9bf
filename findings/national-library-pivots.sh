#!/usr/bin/env bash
# npm @gouvfr-anct/lieux-de-mediation-numerique 2.3.0.
# The schema 1.0.2 invites places of New Caledonia and Polynesia to give their RIDET as `pivot` (its pattern takes 9 to 14
# letters or digits). The library takes an RNA or anything that is fourteen characters long, digits or not, and refuses a RIDET.
# VERSION=… findings/national-library-pivots.sh tries another version.
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
for (const pivot of ["43493312300029", "W351000000", "quatorze signe", "0123456001", "012345600"])
  console.log(`${pivot}: ${seen({ pivot })}`);
JS
node run.cjs | tee seen
diff seen - <<'SEEN' || { echo "This has changed."; exit 1; }
43493312300029: taken
W351000000: taken
quatorze signe: taken
0123456001: refused (Le Pivot 0123456001 n'est pas valide)
012345600: refused (Le Pivot 012345600 n'est pas valide)
SEEN
echo "As found."
