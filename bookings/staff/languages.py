"""The languages of messages, as staff choose them: with what each costs, and whether somebody has read its texts."""

from django.utils.translation import gettext as _

from bookings.people.preparation import SMS_EACH, language_name
from mediation.confirmed_texts import read_by_somebody
from mediation.models import ConfirmedText


def languages_and_costs() -> list[tuple[str, str]]:
    """French, easy French, English; then the languages of the neighbourhood, which take more SMS each."""
    own = [("fr", _("français")), ("fr-falc", _("français facile")), ("en", _("anglais"))]
    read = read_by_somebody()
    costly = []
    for code, count in SMS_EACH.items():
        label = _("%(language)s, environ %(count)d SMS") % {"language": language_name(code), "count": count}
        if (code, ConfirmedText.Kind.MESSAGES.value) not in read:
            label = _("%(label)s, texte automatique") % {"label": label}
        costly.append((code, label))
    return own + costly
