"""The languages of messages, as staff choose them: with what each costs."""

from django.utils.translation import gettext as _

from bookings.people.preparation import SMS_EACH, language_name


def languages_and_costs() -> list[tuple[str, str]]:
    """French, easy French, English; then the languages of the neighbourhood, which take more SMS each."""
    own = [("fr", _("français")), ("fr-falc", _("français facile")), ("en", _("anglais"))]
    costly = [
        (code, _("%(language)s, environ %(count)d SMS") % {"language": language_name(code), "count": count})
        for code, count in SMS_EACH.items()
    ]
    return own + costly
