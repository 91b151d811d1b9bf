"""What is still missing before residents can book: a few reads, within one's reach."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mediation.access import Kind, Reach
from mediation.models import Commune, Mediator, Opening, Organisation, Role, Site, Territory, Topic

# A page's name, or its name and the kind of thing it lists.
Name = str | tuple[str, str]
LISTED = "staff_set_up_list"


@dataclass(frozen=True)
class Step:
    """One thing to set up. `count` is how many there are; of what is only to be looked at, how many are left.

    `names` are the addresses where it is done: the first that one may open is shown. `needed`: without it nobody can
    book.
    """

    code: str
    title: Promise
    why: Promise
    names: tuple[Name, ...]
    count: int
    needed: bool = True

    @property
    def done(self) -> bool:
        """Whether nothing of it is missing."""
        return self.count > 0 if self.needed else self.count == 0


def steps(reach: Reach, today: date) -> list[Step]:
    """All of them, in the order in which they are done. Ten queries."""
    return [*_territory(), *_organisations(reach, today), *_to_look_at(reach)]


def missing_everywhere(today: date) -> bool:
    """Whether nobody can book anything, in the whole territory."""
    everywhere = Reach(roles=frozenset({(Kind.OPERATOR.value, None)}))
    needed = (step for step in (*_territory(), *_organisations(everywhere, today)) if step.needed)
    return any(not step.done for step in needed)


def _territory() -> Iterator[Step]:
    yield Step(
        "territory",
        _("Le service : son nom et son téléphone"),
        _("Les pages et les messages disent qui écrit et quel numéro appeler."),
        ((LISTED, "service"),),
        Territory.objects.exclude(phone="").count(),
    )
    yield Step(
        "communes",
        _("Les communes"),
        _("Sans elles, personne ne trouve de lieu près de chez soi."),
        ("admin:mediation_commune_changelist",),
        Commune.objects.count(),
    )
    yield Step(
        "topics",
        _("Les motifs de rendez-vous"),
        _("La première question aux habitants est : de quoi avez-vous besoin ?"),
        ((LISTED, "motifs"),),
        Topic.objects.filter(active=True, texts__language="fr").distinct().count(),
    )


def _organisations(reach: Reach, today: date) -> Iterator[Step]:
    sites, mediators = _sites(reach), reach.limit_people(Mediator.objects.filter(active=True))
    yield Step(
        "organisations",
        _("Les structures"),
        _("Chaque lieu et chaque médiateur en a une."),
        ((LISTED, "structures"),),
        reach.limit_people(Organisation.objects.all(), "pk").count(),
    )
    yield Step(
        "sites",
        _("Les lieux"),
        _("Par un fichier national (commande import_sites), ou un par un."),
        ((LISTED, "lieux"),),
        sites.count(),
    )
    yield Step(
        "mediators",
        _("Les médiateurs"),
        _("Ce sont eux qui reçoivent."),
        ((LISTED, "mediateurs"),),
        mediators.count(),
    )
    yield Step(
        "openings",
        _("Les plages d’ouverture"),
        _("Qui reçoit, où, quels jours, à quelles heures. Sans elles, aucune heure n’est proposée."),
        ("staff_openings", "admin:mediation_opening_changelist"),
        _to_come(today).filter(site__in=sites.order_by(), mediator__in=mediators.order_by()).count(),
    )


def _to_look_at(reach: Reach) -> Iterator[Step]:
    """What booking does not wait for, and residents notice."""
    yield Step(
        "lost",
        _("Des lieux sans commune"),
        _("Personne ne les trouve en cherchant près de chez soi."),
        ((LISTED, "lieux"),),
        _sites(reach).filter(commune=None).count(),
        needed=False,
    )
    yield Step(
        "names",
        _("Des noms courts de lieux, à relire"),
        _("Les SMS les disent : chacun doit reconnaître le lieu."),
        ("staff_short_names", (LISTED, "lieux")),
        _sites(reach).filter(short_name_reviewed_at=None).count(),
        needed=False,
    )
    reception = (Kind.DESK, Kind.CENTRAL_DESK, Kind.COORDINATOR)
    yield Step(
        "people",
        _("Personne à l’accueil ni à la coordination"),
        _("Ce sont ces personnes qui rappellent, réservent et déplacent. Invitez-les."),
        ("staff_people",),
        int(not reach.limit_people(Role.objects.filter(kind__in=reception)).exists()),
        needed=False,
    )


def _sites(reach: Reach) -> QuerySet[Site]:
    return reach.limit_people(Site.objects.places().filter(active=True))


def _to_come(today: date) -> QuerySet[Opening]:
    """Openings that are not over."""
    once = Q(repeat_weeks=0, first_day__gte=today)
    again = Q(repeat_weeks__gt=0) & (Q(last_day=None) | Q(last_day__gte=today))
    return Opening.objects.filter(once | again)
