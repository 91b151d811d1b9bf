#!/usr/bin/env bash
# PyPI phonenumberslite 9.0.42 (Google's libphonenumber in Python).
# French people overseas write and dial ten digits beginning with 0, as in mainland France. With the region FR some of them are
# invalid (0692: mobiles of Réunion) and others are valid numbers of the mainland that nobody there has (0596: Martinique,
# 0269: Mayotte). Which region to read them with is in their first four digits, and the library does not look.
# VERSION=… findings/phone-numbers-of-overseas-france.sh tries another version.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "phonenumberslite==${VERSION:-9.0.42}"
cat >run.py <<'PY'
import phonenumbers

for typed, where in (
    ("0692 12 34 56", "RE"), ("0690 30 12 34", "GP"), ("0696 30 12 34", "MQ"), ("0262 30 12 34", "RE"),
    ("0596 30 12 34", "MQ"), ("0269 61 23 45", "YT"),
):
    said = []
    for region in ("FR", where):
        number = phonenumbers.parse(typed, region)
        kind = "valid" if phonenumbers.is_valid_number(number) else "invalid"
        said.append(f"as {region} {phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)} {kind}")
    print(f"{typed}: {', '.join(said)}")
PY
venv/bin/python run.py | tee seen
diff seen - <<'SEEN' || { echo "This has changed."; exit 1; }
0692 12 34 56: as FR +33692123456 invalid, as RE +262692123456 valid
0690 30 12 34: as FR +33690301234 invalid, as GP +590690301234 valid
0696 30 12 34: as FR +33696301234 invalid, as MQ +596696301234 valid
0262 30 12 34: as FR +33262301234 invalid, as RE +262262301234 valid
0596 30 12 34: as FR +33596301234 valid, as MQ +596596301234 valid
0269 61 23 45: as FR +33269612345 valid, as YT +262269612345 valid
SEEN
echo "As found."
