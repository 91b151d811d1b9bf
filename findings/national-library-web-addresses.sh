#!/usr/bin/env bash
# npm @gouvfr-anct/lieux-de-mediation-numerique 2.3.0.
# `prise_rdv` is free text in the schema 1.0.2. The library refuses the whole place when the address has a port, a letter with
# an accent, a bracket or a "~" after the "?", all of which the web allows.
# VERSION=… findings/national-library-web-addresses.sh tries another version.
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
for (const prise_rdv of ["https://rdv.example.org/lieu/1/", "https://rdv.example.org:8443/lieu/1/", "https://médiation.example.org/",
  "https://rdv.example.org/lieu(1)/", "https://rdv.example.org/?lieu=~1"]) console.log(`${prise_rdv}: ${seen({ prise_rdv })}`);
JS
node run.cjs | tee seen
diff seen - <<'SEEN' || { echo "This has changed."; exit 1; }
https://rdv.example.org/lieu/1/: taken
https://rdv.example.org:8443/lieu/1/: refused (Le format de l'url https://rdv.example.org:8443/lieu/1/ n'est pas valide)
https://médiation.example.org/: refused (Le format de l'url https://médiation.example.org/ n'est pas valide)
https://rdv.example.org/lieu(1)/: refused (Le format de l'url https://rdv.example.org/lieu(1)/ n'est pas valide)
https://rdv.example.org/?lieu=~1: refused (Le format de l'url https://rdv.example.org/?lieu=~1 n'est pas valide)
SEEN
echo "As found."
