"""A trace in words: who, what about, what more. Numbers stay numbers: no name is looked up."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mediation.models import Role, SetUpChange, Trace
from mediation.traces.write import COMMAND

ABOUT: dict[str, Promise] = {
    "resident": gettext_lazy("fiche"),
    "appointment": gettext_lazy("rendez-vous"),
    "referral": gettext_lazy("orientation"),
    "waiting": gettext_lazy("attente"),
    "registration": gettext_lazy("inscription"),
    "change": gettext_lazy("changements"),
    "role": gettext_lazy("rôle"),
    "invitation": gettext_lazy("invitation"),
    "api_key": gettext_lazy("clé d’API"),
    "webhook": gettext_lazy("logiciel relié"),
    "feed": gettext_lazy("agenda partagé"),
    "encryption_key": gettext_lazy("clé de chiffrement"),
    "index_key": gettext_lazy("clé des empreintes"),
    "organisation": gettext_lazy("structure"),
    "reminder_plan": gettext_lazy("plan de rappels"),
    "wording": gettext_lazy("texte de message"),
}
_BY = {"name": gettext_lazy("par le nom"), "reach": gettext_lazy("par le téléphone ou le courriel")}
_HOW = {"code": gettext_lazy("avec un code"), "paper": gettext_lazy("sur papier")}
WHY = {
    "asked": gettext_lazy("à la demande de la personne"),
    "over": gettext_lazy("durée de conservation passée"),
}

# Which file was taken away, which page of settings was used; of a person's own pages and this one nothing more is to be said.
PAGES: dict[str, Promise] = {
    "staff_export_file": gettext_lazy("comptes rendus d’activité"),
    "staff_research_file": gettext_lazy("fichier pour la recherche"),
    "staff_figures_csv": gettext_lazy("tableau des chiffres"),
    "staff_figures_report_pdf": gettext_lazy("rapport de l’année"),
    **dict.fromkeys(
        ("partners_file_result", "partners_all_files_result"),
        gettext_lazy("suites d’un fichier d’orientations"),
    ),
    "staff_languages": gettext_lazy("relecture des langues"),
    "staff_referral_rules": gettext_lazy("règles des orientations"),
    "staff_survey_setting": gettext_lazy("demande d’avis"),
    "staff_day_settings": gettext_lazy("durées de l’équipe"),
    "staff_ceiling": gettext_lazy("plafond de dépenses"),
    "staff_short_names": gettext_lazy("noms des lieux"),
    **dict.fromkeys(("staff_partner", "staff_partners"), gettext_lazy("orienteurs")),
    "staff_add_communes": gettext_lazy("communes"),
    **dict.fromkeys(
        ("staff_reminder_plan", "staff_add_reminder_plan", "staff_remove_reminder_plan"),
        gettext_lazy("rappels"),
    ),
    **dict.fromkeys(("staff_wording", "staff_wording_again"), gettext_lazy("texte de message")),
}


def about_choices() -> list[tuple[str, Any]]:
    """What one may look for."""
    return [("", gettext_lazy("tous")), *ABOUT.items()]


def who(trace: Trace) -> str:
    """The account's number, or that of a program's key or of the link somebody follows a referral by; without one, the
    service, the server's command line, or a resident.
    """
    if trace.actor is not None:
        return _("compte %(n)d") % {"n": trace.actor}
    if "api_key" in trace.data:
        return _("clé d’API %(n)d") % {"n": trace.data["api_key"]}
    if "link" in trace.data:
        return _("lien de suivi %(n)d") % {"n": trace.data["link"]}
    if trace.channel == "system":
        return _("le service")
    return _("ligne de commande") if trace.channel == COMMAND else _("la personne elle-même")


def what(trace: Trace) -> str:
    """What it is about, with its number; nothing where it is about nothing."""
    if not trace.about:
        return ""
    label = str(ABOUT.get(trace.about, trace.about))
    return f"{label} {trace.about_id}" if trace.about_id is not None else label


def more(trace: Trace) -> list[str]:
    """What else is known, each a few words."""
    said = [write(trace.data[name]) for name, write in _MORE.items() if name in trace.data]
    if trace.why:
        said.insert(0, str(WHY.get(trace.why, trace.why)))
    if trace.organisation is not None:
        said.append(_("structure %(n)d") % {"n": trace.organisation})
    return [each for each in said if each]


def _numbers(found: Any) -> str:
    if not found:
        return _("aucune fiche montrée")
    return _("fiches montrées\N{NO-BREAK SPACE}: %(numbers)s") % {"numbers": _with_commas(found)}


def _listed(numbers: Any) -> str:
    return _("numéros montrés\N{NO-BREAK SPACE}: %(numbers)s") % {"numbers": _with_commas(numbers)}


def _with_commas(numbers: Any) -> str:
    return ", ".join(map(str, numbers))


def _of(known: Any) -> Callable[[Any], str]:
    return lambda code: str(known.get(code, code))


_MORE: dict[str, Callable[[Any], str]] = {
    "by": _of(_BY),
    "found": _numbers,
    "shown": _listed,
    "referrals": lambda numbers: (
        _("orientations\N{NO-BREAK SPACE}: %(numbers)s") % {"numbers": _with_commas(numbers)}
    ),
    "appointments": lambda numbers: (
        _("rendez-vous\N{NO-BREAK SPACE}: %(numbers)s") % {"numbers": _with_commas(numbers)}
    ),
    "waiting": lambda n: _("attente %(n)d") % {"n": n},
    "how": _of(_HOW),
    "referral": lambda n: _("orientation %(n)d") % {"n": n},
    "also": lambda n: _("fiche %(n)d") % {"n": n},
    "merged": lambda n: _("avec la fiche %(n)d") % {"n": n},
    "role": _of(dict(Role.Kind.choices)),
    "user": lambda n: _("pour le compte %(n)d") % {"n": n},
    "invitation": lambda n: _("invitation %(n)d") % {"n": n},
    "verb": _of(dict(SetUpChange.Verb.choices)),
    "key": str,
    "webhook": str,
    "before": lambda n: _("à la place de la clé %(n)d") % {"n": n},
    "code": str,
    "whole": lambda whole: _("rien ne manque") if whole else _("des traces manquent ou ont changé"),
    "page": lambda name: str(PAGES.get(name, "")),
}
