"""An organisation says something in its own words, or in the standard ones again."""

from datetime import datetime

from bookings.records.transactions import short_transaction
from mediation.models import Organisation
from notifications.models.wordings import Wording
from notifications.texts.kinds import Kind


@short_transaction
def change_wording(
    *, organisation_id: int, kind: Kind, language: str, text: str, by_id: int | None, now: datetime
) -> Wording:
    """Puts `text` into use (empty: the standard text); the wording before stays as history.

    The same text once more changes nothing. Two coordinators at once take turns: the later one counts.
    """
    Organisation.objects.select_for_update().get(pk=organisation_id)
    in_use = Wording.objects.in_use().filter(organisation=organisation_id, kind=kind, language=language)
    before = in_use.first()
    if before is not None and before.text == text:
        return before
    in_use.update(replaced_at=now)
    return Wording.objects.create(
        organisation_id=organisation_id,
        kind=kind,
        language=language,
        text=text,
        changed_by_id=by_id,
        changed_at=now,
    )
