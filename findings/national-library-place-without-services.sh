#!/usr/bin/env bash
# npm @gouvfr-anct/lieux-de-mediation-numerique 2.3.0.
# `services` is optional in the schema 1.0.2. Without it the library reads "Ce lieu n'accueille pas de public" whatever
# `modalites_acces` says, and forgets what the place costs, whom it is for and how it helps, without an error.
# VERSION=… findings/national-library-place-without-services.sh tries another version.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund "@gouvfr-anct/lieux-de-mediation-numerique@${VERSION:-2.3.0}"
cat >run.cjs <<'JS'
const { fromSchemaLieuDeMediationNumerique: read, toSchemaLieuMediationNumerique: write } =
  require("@gouvfr-anct/lieux-de-mediation-numerique");
const place = { id: "1", pivot: "00000000000000", nom: "Mairie", commune: "Rennes", code_postal: "35000",
  adresse: "1 place de la Mairie", date_maj: "2026-01-31", modalites_acces: "Se présenter|Téléphoner",
  frais_a_charge: "Gratuit", publics_specifiquement_adresses: "Seniors", modalites_accompagnement: "En autonomie" };
for (const services of [undefined, "Aide aux démarches administratives"]) {
  const back = write(read({ ...place, ...(services ? { services } : {}) }));
  console.log(`with ${services ?? "no service"}: modalites_acces = ${back.modalites_acces}; frais_a_charge = ${back.frais_a_charge}; ` +
    `publics = ${back.publics_specifiquement_adresses}; accompagnement = ${back.modalites_accompagnement}`);
}
JS
node run.cjs | tee seen
diff seen - <<'SEEN' || { echo "This has changed."; exit 1; }
with no service: modalites_acces = Ce lieu n'accueille pas de public; frais_a_charge = undefined; publics = undefined; accompagnement = undefined
with Aide aux démarches administratives: modalites_acces = Se présenter|Téléphoner; frais_a_charge = Gratuit; publics = Seniors; accompagnement = En autonomie
SEEN
echo "As found."
