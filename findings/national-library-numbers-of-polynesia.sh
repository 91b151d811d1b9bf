#!/usr/bin/env bash
# npm @gouvfr-anct/lieux-de-mediation-numerique 2.3.0.
# Its pattern for `telephone` lists +689 (French Polynesia), as the schema 1.0.2 does, but wants six or nine digits after the
# country code. Numbers of Polynesia have had eight since 2014: each is refused, and the place with it. Six digits, which
# do not exist there any more, are taken.
# VERSION=… findings/national-library-numbers-of-polynesia.sh tries another version.
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
for (const telephone of ["+33299000000", "+68940412345", "+689412345"]) console.log(`${telephone}: ${seen({ telephone })}`);
JS
node run.cjs | tee seen
diff seen - <<'SEEN' || { echo "This has changed."; exit 1; }
+33299000000: taken
+68940412345: refused (Le telephone +68940412345 n'est pas valide)
+689412345: taken
SEEN
echo "As found."
