"""What is kept of residents, for what and how long, in their words: the table of the page about personal data.

It is printed from the table of what is held of people (`mediation.processing`); a test fails where words are missing.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bookings.public.wording import kept_months
from mediation.processing.kinds import Activity, Kept, What, Whose
from mediation.processing.reading import categories, tables_of

FOR_WHAT: dict[Activity, Promise] = {
    Activity.APPOINTMENTS: _("Vos rendez-vous"),
    Activity.FOLLOWING: _("Ce que nous faisons ensemble"),
    Activity.WAITING: _("Liste d’attente, demande d’être rappelé"),
    Activity.REFERRALS: _("Quand un partenaire nous parle de vous"),
    Activity.WORKSHOPS: _("Les ateliers"),
    Activity.DROP_IN: _("Venir sans rendez-vous"),
    Activity.MESSAGES: _("Les messages, dans les deux sens"),
    Activity.LINE: _("Quand vous appelez"),
    Activity.SURVEYS: _("Votre avis, si vous êtes d’accord"),
    Activity.FIGURES: _("Compter, sans votre nom"),
    Activity.PROGRAMS: _("Quand un partenaire réserve pour vous"),
    Activity.SAFETY: _("Vérifier que c’est bien vous"),
    Activity.RIGHTS: _("Prouver ce qui a été fait"),
}
IN_SHORT: dict[What, Promise] = {
    What.NAME: _("nom"),
    What.REACH: _("comment vous joindre"),
    What.HOME: _("ville ou adresse"),
    What.LANGUAGE: _("langue"),
    What.NEEDS: _("ce que vous demandez"),
    What.ABOUT: _("âge, genre, situation"),
    What.VISITS: _("lieu, heure, sujet"),
    What.WORDS: _("ce que nous écrivons"),
    What.SAID: _("ce que vous écrivez"),
    What.VOICE: _("votre voix"),
    What.CHOICES: _("vos choix"),
    What.WORK: _("qui nous a parlé de vous"),
}
# What names nobody, or is a secret of a few minutes: it is not told one by one.
_NOT_TOLD = {What.TRACE, What.ACCESS}
_AFTER: dict[Kept, Promise] = {
    Kept.HOME_ADDRESSES: _("l’adresse d’une visite : jusqu’à la nuit après la visite"),
    Kept.MINUTES: _("une page commencée : 30 minutes"),
    Kept.DAY: _("jusqu’à la nuit, ou au plus un jour"),
    Kept.TWO_DAYS: _("2 jours"),
    Kept.TWO_WEEKS: _("la question : 14 jours"),
    Kept.UNTIL_SENT: _("le texte : jusqu’à l’envoi"),
    Kept.WHILE_STANDING: _("tant que le rendez-vous est à venir"),
    Kept.SERVICE: _("tant que nous comptons l’aide donnée"),
}


class KeptLine(NamedTuple):
    """One line of the page: for what, which data, how long."""

    for_what: str
    data: list[str]
    how_long: list[str]


def lines() -> Iterator[KeptLine]:
    """Of every activity that holds something of residents, in the order of the register."""
    for activity in Activity:
        found = [
            table
            for table in tables_of(activity)
            if table.whose is Whose.RESIDENT and table.kept is not Kept.DEMO
        ]
        told = [what for what in categories(found) if what not in _NOT_TOLD]
        if found:
            terms = dict.fromkeys(how_long(table.kept) for table in found)
            yield KeptLine(str(FOR_WHAT[activity]), [str(IN_SHORT[what]) for what in told], list(terms))


def how_long(kept: Kept) -> str:
    """A term in words that a resident understands."""
    if kept in _AFTER:
        return str(_AFTER[kept])
    months, days = kept_months(kept), settings.RETENTION_DAYS[kept]
    if kept is Kept.IDENTITY:
        words = ngettext("%(n)s mois après le dernier contact", "%(n)s mois après le dernier contact", months)
        return words % {"n": months}
    if kept is Kept.CALL_BACKS:
        return ngettext("%(n)s jour après notre réponse", "%(n)s jours après notre réponse", days) % {
            "n": days
        }
    if kept is Kept.WAITING:
        words = ngettext(
            "%(n)s jour après la fin de l’attente", "%(n)s jours après la fin de l’attente", days
        )
        return words % {"n": days}
    if kept is Kept.SPOKEN_NAMES:
        return ngettext("%(n)s jour au plus", "%(n)s jours au plus", days) % {"n": days}
    return ngettext("%(n)s mois", "%(n)s mois", months) % {"n": months}
