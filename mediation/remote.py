"""Where openings without a place stand: a site of the organisation's that nobody can go to, one for each way to meet.

Whatever is promised has a site: its zone, its organisation, whose holidays count. These have no address and no rooms, are on no
map and in no file, and are made when somebody first opens hours there.
"""

from mediation.models import Organisation, Site, Territory


def remote_site(organisation: Organisation, way: str) -> Site:
    """The organisation's, or a new one not saved yet, on the clocks of its places (or else the territory's)."""
    found = Site.objects.filter(organisation=organisation, remote=way).first()
    if found is not None:
        return found
    place = Site.objects.places().filter(organisation=organisation).order_by("pk").first()
    return Site(
        organisation=organisation,
        name=organisation.name,
        remote=way,
        postcode=place.postcode if place else "",
        timezone=place.timezone if place else Territory.current().timezone,
    )
