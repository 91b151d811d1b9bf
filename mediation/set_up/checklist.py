"""What is still missing before residents can book at a site, or at an organisation: a few reads for all of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mediation.models import Opening, Organisation, Role, Site, Territory, Topic, TopicText
from mediation.models.opening import BOOKABLE

T = TypeVar("T", Site, Organisation)
# The languages that the telephone line speaks.
SPOKEN_IN = ("fr", "en")
_UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """One thing that should be there. `needed`: without it nobody can book; `url` is where it is mended."""

    code: str
    title: Promise
    done: bool
    url: str
    needed: bool = True


@dataclass(frozen=True)
class Checked(Generic[T]):
    """A site or an organisation with its checks."""

    about: T
    checks: Sequence[Check]

    @property
    def missing(self) -> list[Check]:
        """What keeps residents from booking."""
        return [check for check in self.checks if check.needed and not check.done]

    @property
    def to_look_at(self) -> list[Check]:
        """What residents notice, though they can book."""
        return [check for check in self.checks if not check.needed and not check.done]

    @property
    def ready(self) -> bool:
        """Whether residents can book."""
        return not self.missing


@dataclass(frozen=True)
class _Going:
    """Openings from today on at one site: whether there are any, by people at work, and for which topics (None: all)."""

    openings: bool = False
    receives: bool = False
    topics: frozenset[int | None] = frozenset()


@dataclass(frozen=True)
class _Known:
    """What all sites share: the service's number, the topics on offer with their texts by language."""

    service_phone: str
    topics: Mapping[int, Mapping[str, TopicText]]
    # Those the line names: whoever does not know has a sentence of its own there.
    heard: frozenset[int]


def of_sites(sites: Iterable[Site], today: date) -> list[Checked[Site]]:
    """Each site, checked. Four queries, however many; sites come with their commune and organisation."""
    rows = list(sites)
    going, known = _openings([site.pk for site in rows], today), _known()
    return [Checked(site, _site(site, going.get(site.pk, _Going()), known)) for site in rows]


def of_organisations(organisations: Iterable[Organisation], today: date) -> list[Checked[Organisation]]:
    """Each organisation, checked. Three queries, however many."""
    rows = list(organisations)
    keys = [row.pk for row in rows]
    sites = set(
        Site.objects.places()
        .filter(organisation__in=keys, active=True)
        .values_list("organisation_id", flat=True)
    )
    mediators = set(
        Organisation.objects.filter(pk__in=keys, mediators__active=True).values_list("pk", flat=True)
    )
    reception = set(
        Role.objects.filter(
            organisation__in=keys, kind__in=[Role.Kind.DESK, Role.Kind.COORDINATOR]
        ).values_list("organisation_id", flat=True)
    )
    return [Checked(row, _organisation(row, sites, mediators, reception)) for row in rows]


def edit(slug: str, pk: int, anchor: str = "") -> str:
    """Where one thing is changed, at one of its answers."""
    return reverse("staff_set_up_edit", args=[slug, pk]) + (f"#id_{anchor}" if anchor else "")


def _organisation(
    row: Organisation, sites: set[int], mediators: set[int], reception: set[int]
) -> list[Check]:
    own = edit("structures", row.pk, "phone")
    return [
        Check("sites", _("Un lieu ouvert à la réservation"), row.pk in sites, _list("lieux")),
        Check("mediators", _("Un médiateur"), row.pk in mediators, _list("mediateurs")),
        Check(
            "people",
            _("Une personne à l’accueil ou à la coordination"),
            row.pk in reception,
            _people(),
            False,
        ),
        Check("phone", _("Un numéro de téléphone"), bool(row.phone), own, False),
        Check(
            "email",
            _("Une adresse électronique"),
            bool(row.email),
            edit("structures", row.pk, "email"),
            False,
        ),
    ]


def _site(site: Site, going: _Going, known: _Known) -> list[Check]:
    phone = site.phone or site.organisation.phone or known.service_phone
    offered = set(known.topics) if None in going.topics else set(known.topics) & going.topics
    named = [pk for pk in offered if "fr" in known.topics[pk]]
    opening = reverse("staff_add_opening") + f"?lieu={site.pk}"
    mine = f"{_list('mediateurs')}?structure={site.organisation_id}"
    return [
        Check("open", _("Ouvert à la réservation"), site.active, _close("lieux", site.pk)),
        Check("address", _("Une adresse"), bool(site.address and site.postcode), _at(site, "address")),
        Check(
            "commune",
            _("Sa commune : on cherche un lieu par elle"),
            bool(site.commune_id),
            _at(site, "commune"),
        ),
        Check("opening", _("Une plage d’ouverture à venir"), going.openings, opening),
        Check("mediator", _("Un médiateur en activité qui y reçoit"), going.receives, mine),
        Check("topic", _("Un motif proposé, avec son texte en français"), bool(named), _list("motifs")),
        Check("phone", _("Un numéro de téléphone à donner"), bool(phone), _at(site, "phone"), False),
        *_noticed(site, offered, known),
    ]


def _noticed(site: Site, offered: set[int], known: _Known) -> list[Check]:
    texts = [known.topics[pk] for pk in offered]
    easy = all("fr-falc" in each for each in texts)
    heard = [known.topics[pk] for pk in offered & known.heard]
    spoken = all(each[language].spoken for each in heard for language in SPOKEN_IN if language in each)
    reviewed = site.short_name_reviewed_at is not None
    return [
        Check(
            "short_name",
            _("Son nom court, relu : les SMS le disent"),
            reviewed,
            reverse("staff_short_names"),
            False,
        ),
        Check(
            "spoken_name",
            _("Son nom dit au téléphone"),
            bool(site.spoken_name),
            _at(site, "spoken_name"),
            False,
        ),
        Check(
            "access",
            _("L’accès de plain-pied : oui ou non"),
            site.step_free is not None,
            _at(site, "step_free"),
            False,
        ),
        Check(
            "stop", _("L’arrêt de bus ou de métro"), bool(site.transit_stop), _at(site, "transit_stop"), False
        ),
        Check("hours", _("Ses horaires d’ouverture"), bool(site.hours), _at(site, "hours"), False),
        Check("place", _("Sa place sur le plan"), site.latitude is not None, _at(site, "latitude"), False),
        Check("easy", _("Les motifs en français facile"), easy, _list("motifs"), False),
        Check("spoken", _("Les motifs dits au téléphone"), spoken, _list("motifs"), False),
    ]


def _at(site: Site, name: str) -> str:
    return edit("lieux", site.pk, name)


def _list(slug: str) -> str:
    return reverse("staff_set_up_list", args=[slug])


def _close(slug: str, pk: int) -> str:
    return reverse("staff_set_up_close", args=[slug, pk])


def _people() -> str:
    return reverse("staff_people")


def _openings(sites: list[int], today: date) -> dict[int, _Going]:
    once = Q(repeat_weeks=0, first_day__gte=today)
    again = Q(repeat_weeks__gt=0) & (Q(last_day=None) | Q(last_day__gte=today))
    rows = Opening.objects.filter(once | again, site__in=sites, reception__in=BOOKABLE).order_by()
    found: dict[int, list[tuple[bool, int | None]]] = defaultdict(list)
    for site, active, topic in rows.values_list("site", "mediator__active", "topics"):
        found[site].append((active, topic))
    return {
        site: _Going(
            openings=True,
            receives=any(active for active, _topic in each),
            topics=frozenset(topic for active, topic in each if active),
        )
        for site, each in found.items()
    }


def _known() -> _Known:
    """Two queries."""
    on_offer = Topic.objects.filter(active=True).values_list("pk", "pictogram")
    topics: dict[int, dict[str, TopicText]] = {pk: {} for pk, _pictogram in on_offer}
    for text in TopicText.objects.filter(topic__active=True):
        topics[text.topic_id][text.language] = text
    heard = frozenset(pk for pk, pictogram in on_offer if pictogram != _UNKNOWN)
    return _Known(Territory.current().phone, topics, heard)
