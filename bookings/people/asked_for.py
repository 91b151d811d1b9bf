"""Who was asked for, in words, for residents and staff."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from bookings.people.preparation import language_name
from mediation.models import Accreditation, Gender
from mediation.remembered import remembered


def wish_in_words(wish: Mapping[str, Any]) -> str:
    """`une femme, langue des signes`; empty when nobody in particular was asked for."""
    said = [
        {Gender.WOMAN.value: _("une femme"), Gender.MAN.value: _("un homme")}.get(wish.get("gender", ""), ""),
        _("langue des signes") if wish.get("sign_language") else "",
        language_name(wish["language"]) if wish.get("language") else "",
        _accreditations().get(wish["accreditation"], "") if wish.get("accreditation") else "",
    ]
    return ", ".join(each for each in said if each)


wish_to_say = lazy(wish_in_words, str)
"""The same, looked up when it is shown."""


@remembered
def _accreditations() -> dict[str, str]:
    return dict(Accreditation.objects.values_list("code", "name"))
