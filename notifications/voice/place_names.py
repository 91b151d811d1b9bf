"""How places are said."""

from mediation.directory.aloud import name_aloud
from mediation.models import Site
from notifications.texts.places import elsewhere
from notifications.voice.voices import french


def site_name(site: Site, language: str) -> str:
    """A site's name as it is said in that language."""
    if site.remote:
        return elsewhere(site.remote, language)
    return french(name_aloud(site.spoken_name or site.name), language)
