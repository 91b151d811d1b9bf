from collections import defaultdict
from typing import Any

from django.db import migrations

_AT_ONCE = 2_000


def by_commune(apps: Any, _schema_editor: Any) -> None:
    """The territory's row of a day or month says itself how many were received in each commune, as their own rows do."""
    figures = apps.get_model("bookings", "Figure").objects
    received: defaultdict[tuple[str, Any], dict[str, int]] = defaultdict(dict)
    of_communes = figures.filter(scope__startswith="c", grain__in=("d", "m"))
    for scope, grain, start, counts in of_communes.values_list("scope", "grain", "start", "counts").iterator(
        _AT_ONCE
    ):
        if n := sum(counts.get("sessions", {}).values()):
            received[grain, start][scope[1:]] = n
    of_the_territory = list(figures.filter(scope="t", grain__in=("d", "m")))
    for row in of_the_territory:
        if codes := received.get((row.grain, row.start)):
            row.counts = {**row.counts, "commune": codes}
    figures.bulk_update(of_the_territory, ["counts"], batch_size=_AT_ONCE)


def without(apps: Any, _schema_editor: Any) -> None:
    figures = apps.get_model("bookings", "Figure").objects
    of_the_territory = list(figures.filter(scope="t", grain__in=("d", "m")))
    for row in of_the_territory:
        row.counts = {indicator: codes for indicator, codes in row.counts.items() if indicator != "commune"}
    figures.bulk_update(of_the_territory, ["counts"], batch_size=_AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0054_what_nobody_looks_for"),
    ]

    operations = [
        migrations.RunPython(by_commune, without),
    ]
