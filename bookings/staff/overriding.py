"""What a booking outside the openings overrides, in words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.times.outside import Override

_WORDS: dict[str, Promise] = {
    Override.NOT_OPEN.value: _("en dehors des plages d’ouverture"),
    Override.OTHER_TOPICS.value: _("dans une plage réservée à d’autres motifs"),
    Override.HOLIDAY.value: _("un jour férié"),
    Override.CLOSED.value: _("pendant une fermeture du lieu"),
    Override.ABSENT.value: _("pendant une absence du médiateur"),
    Override.FULL.value: _("plus de monde que le lieu n’en accueille"),
    Override.TRAVEL.value: _("sans le temps du trajet depuis un autre lieu, ou vers un autre"),
}


def in_words(overridden: Iterable[str]) -> list[str]:
    """Each of them; one that nobody knows any more is left out."""
    return [str(_WORDS[each]) for each in overridden if each in _WORDS]
