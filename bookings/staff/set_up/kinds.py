"""What can be set up: each kind with its form, who reaches which rows, and what its list shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.staff.set_up import other_forms
from bookings.staff.set_up.form import SetUpForm
from bookings.staff.set_up.site_form import PlaceForm
from bookings.staff.set_up.topic_form import TopicForm
from mediation.access import Kind as RoleKind
from mediation.access import Reach
from mediation.models import (
    Accreditation,
    Equipment,
    Mediator,
    Neighbourhood,
    Organisation,
    Room,
    Site,
    SiteStop,
    Territory,
    Topic,
)

_WHOLE_TERRITORY = (RoleKind.METRO_COORDINATOR, RoleKind.OPERATOR)


def _everything(reach: Reach) -> bool:
    return reach.holds(*_WHOLE_TERRITORY)


def _anybody(_reach: Reach) -> bool:
    return True


@dataclass(frozen=True)
class Kind:
    """One kind of thing: `slug` names it in addresses, `one` begins a heading ("Un lieu").

    `rows` are those within reach, with what a list shows; `may_add` whether this person may add one. `closes`: it is put
    out of service, not deleted. `part`: it belongs to a site and is removed when it is no more. `order` of its list.
    """

    slug: str
    title: Promise
    one: Promise
    add: Promise
    model: type[Model]
    form: type[SetUpForm]
    rows: Callable[[Reach], QuerySet[Any]]
    search: tuple[str, ...] = ()
    may_add: Callable[[Reach], bool] = _anybody
    closes: bool = False
    part: bool = False
    territory: bool = False

    def organisation_of(self, row: Any) -> int | None:
        """Whose history a change belongs to."""
        if isinstance(row, Organisation):
            return row.pk
        if isinstance(row, Topic):
            return row.proposed_by_id
        owner = row.site if self.part else row
        return getattr(owner, "organisation_id", None)

    def found(self, reach: Reach, words: str) -> QuerySet[Any]:
        """Rows within reach that hold all these words."""
        rows = self.rows(reach)
        for word in words.split()[:5]:
            rows = rows.filter(_any_of(self.search, word))
        return rows.distinct() if words else rows


def _any_of(fields: tuple[str, ...], word: str) -> Q:
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__icontains": word})
    return found


def _organisations(reach: Reach) -> QuerySet[Organisation]:
    return reach.limit_people(Organisation.objects.all(), "pk")


def _sites(reach: Reach) -> QuerySet[Site]:
    return reach.limit_people(Site.objects.places().select_related("organisation", "commune"))


def _mediators(reach: Reach) -> QuerySet[Mediator]:
    return reach.limit_people(Mediator.objects.select_related("organisation"))


def _topics(reach: Reach) -> QuerySet[Topic]:
    """All of them for who coordinates the territory; else those one's organisations proposed and nobody offers yet."""
    topics = Topic.objects.prefetch_related("texts")
    if _everything(reach):
        return topics
    return topics.filter(active=False, proposed_by__in=reach.organisations(RoleKind.COORDINATOR))


def _of_sites(model: Any) -> Callable[[Reach], QuerySet[Any]]:
    def rows(reach: Reach) -> QuerySet[Any]:
        return reach.limit_people(model.objects.select_related("site"), "site__organisation")

    return rows


def _of_territory(model: Any) -> Callable[[Reach], QuerySet[Any]]:
    return lambda reach: model.objects.all() if _everything(reach) else model.objects.none()


ORGANISATIONS = Kind(
    "structures",
    _("Structures"),
    _("Structure"),
    _("Ajouter une structure"),
    Organisation,
    other_forms.StructureForm,
    _organisations,
    ("name", "national_id"),
    may_add=_everything,
)
SITES = Kind(
    "lieux",
    _("Lieux"),
    _("Lieu"),
    _("Ajouter un lieu"),
    Site,
    PlaceForm,
    _sites,
    ("name", "short_name", "address", "postcode", "commune__name"),
    closes=True,
)
TOPICS = Kind(
    "motifs",
    _("Motifs"),
    _("Motif"),
    _("Ajouter un motif"),
    Topic,
    TopicForm,
    _topics,
    ("code", "texts__name"),
    may_add=lambda reach: _everything(reach) or reach.holds(RoleKind.COORDINATOR),
    closes=True,
)
MEDIATORS = Kind(
    "mediateurs",
    _("Médiateurs"),
    _("Médiateur"),
    _("Ajouter un médiateur"),
    Mediator,
    other_forms.MediatorForm,
    _mediators,
    ("name", "first_name"),
)
ACCREDITATIONS = Kind(
    "habilitations",
    _("Habilitations"),
    _("Habilitation"),
    _("Ajouter une habilitation"),
    Accreditation,
    other_forms.AccreditationForm,
    _of_territory(Accreditation),
    ("name",),
    may_add=_everything,
    territory=True,
)
NEIGHBOURHOODS = Kind(
    "quartiers",
    _("Quartiers"),
    _("Quartier"),
    _("Ajouter un quartier"),
    Neighbourhood,
    other_forms.NeighbourhoodForm,
    lambda reach: (
        _of_territory(Neighbourhood)(reach).select_related("commune").order_by("commune__name", "name")
    ),
    ("name", "commune__name"),
    may_add=_everything,
    territory=True,
)
SERVICE = Kind(
    "service",
    _("Le service"),
    _("Le service"),
    _("Décrire le service"),
    Territory,
    other_forms.ServiceForm,
    _of_territory(Territory),
    ("name",),
    may_add=lambda reach: _everything(reach) and not Territory.objects.exists(),
    territory=True,
)
ROOMS = Kind(
    "salles",
    _("Salles"),
    _("Salle"),
    _("Ajouter une salle"),
    Room,
    other_forms.RoomForm,
    _of_sites(Room),
    ("name",),
    part=True,
)
EQUIPMENT = Kind(
    "materiel",
    _("Matériel"),
    _("Matériel"),
    _("Ajouter du matériel"),
    Equipment,
    other_forms.EquipmentForm,
    _of_sites(Equipment),
    ("name",),
    part=True,
)
STOPS = Kind(
    "arrets",
    _("Adresses par date"),
    _("Adresse à une date"),
    _("Ajouter une date"),
    SiteStop,
    other_forms.StopForm,
    _of_sites(SiteStop),
    ("address",),
    part=True,
)
ALL = (
    *(ORGANISATIONS, SITES, TOPICS, MEDIATORS, ACCREDITATIONS, NEIGHBOURHOODS, SERVICE),
    *(ROOMS, EQUIPMENT, STOPS),
)
_BY_SLUG = {kind.slug: kind for kind in ALL}
LISTED = tuple(kind for kind in ALL if not kind.part)


def kind_or_404(slug: str) -> Kind:
    """The kind an address names."""
    if slug not in _BY_SLUG:
        raise Http404
    return _BY_SLUG[slug]
