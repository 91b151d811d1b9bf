"""The indicators in words: what each is called, and of what it is counted."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.models import AboutPerson, Appointment, Turn
from bookings.outcomes import vocabularies as codes
from bookings.statistics.counting import WALK_IN


class Definition(NamedTuple):
    """What an indicator counts, out of what, and what is left out."""

    title: Promise
    numerator: Promise
    denominator: Promise
    missing: Promise


DEFINITIONS: Mapping[str, Definition] = {
    "accompanied": Definition(
        _("Accompagnements"),
        _("Les séances individuelles qui ont eu lieu, et chaque personne venue à un atelier."),
        _("Un nombre, sans dénominateur."),
        _("Une visite que personne n’a notée manque."),
    ),
    "workshop_theme": Definition(
        _("Thèmes des ateliers"),
        _("Les dates d’atelier dont le compte rendu nomme ce thème. Une date peut en avoir plusieurs."),
        _("Les dates d’atelier dont le compte rendu est noté."),
        _("Une date sans compte rendu n’est pas comptée."),
    ),
    "people": Definition(
        _("Personnes différentes"),
        _("Les personnes reçues en séance individuelle. Nouvelle : sa première séance est dans la période."),
        _("Toutes les personnes reçues pendant la période."),
        _("Les personnes venues à un atelier sans donner leur nom ne sont pas comptées."),
    ),
    "noted": Definition(
        _("Comptes rendus notés"),
        _("Les séances individuelles dont le compte rendu est noté."),
        _("Les séances individuelles qui ont eu lieu."),
        _("Rien ne manque."),
    ),
    "attendance": Definition(
        _("Présence"),
        _("Les rendez-vous selon ce qu’ils sont devenus."),
        _("Les rendez-vous dont le jour est passé et dont la suite est notée, sans les visites spontanées."),
        _("Les rendez-vous passés dont personne n’a noté la suite."),
    ),
    "wait": Definition(
        _("Attente"),
        _("Les jours entre la demande et la séance. La moitié des personnes attend la médiane ou moins."),
        _("Les séances qui ont eu lieu sur rendez-vous."),
        _("Les visites spontanées n’attendent pas : elles ne sont pas comptées."),
    ),
    "channel": Definition(
        _("Comment le rendez-vous a été pris"),
        _("Les séances selon le moyen de prendre rendez-vous."),
        _("Les séances individuelles qui ont eu lieu."),
        _("Rien ne manque."),
    ),
    "mode": Definition(
        _("Où la séance a lieu"),
        _("Les séances sur place, par téléphone, en visio, à domicile."),
        _("Les séances individuelles qui ont eu lieu."),
        _("Rien ne manque."),
    ),
    "theme": Definition(
        _("Thèmes"),
        _(
            "Les séances où ce thème est noté. Une séance peut avoir plusieurs thèmes : le total dépasse 100 %."
        ),
        _("Les séances qui ont au moins un thème."),
        _("Les séances sans compte rendu."),
    ),
    "result": Definition(
        _("Résultat"),
        _("Les séances selon leur résultat."),
        _("Les séances dont le compte rendu est noté."),
        _("Les séances sans compte rendu."),
    ),
    "autonomy": Definition(
        _("Autonomie"),
        _("Les séances selon l’autonomie de la personne."),
        _("Les séances dont le compte rendu dit l’autonomie."),
        _("Les séances sans compte rendu, ou dont le compte rendu ne le dit pas."),
    ),
    "referrals": Definition(
        _("Orientations"),
        _("Les orientations reçues, acceptées, avec un rendez-vous, puis rencontrées."),
        _("Les orientations reçues pendant la période."),
        _("Les plus récentes n’ont pas encore eu le temps d’aboutir."),
    ),
    "who": Definition(
        _("Avec ou sans nom"),
        _("Les séances individuelles selon que la personne a dit son nom ou non."),
        _("Les séances individuelles qui ont eu lieu."),
        _("Rien ne manque."),
    ),
    "age": Definition(
        _("Âge"),
        _(
            "Les séances individuelles selon l’âge de la personne cette année-là, et les personnes venues en atelier."
        ),
        _(
            "Les séances dont la personne a dit son âge, et les personnes d’atelier dont le compte rendu compte l’âge."
        ),
        _(
            "Les personnes sans nom ou pas interrogées ; en atelier, celles qu’aucun âge ne compte. Les refus sont à part."
        ),
    ),
    "gender": Definition(
        _("Genre"),
        _("Les séances individuelles selon le genre de la personne, et les personnes venues en atelier."),
        _("Les séances dont la personne l’a dit, et les personnes d’atelier comptées femmes ou hommes."),
        _(
            "Les personnes sans nom ou pas interrogées ; en atelier, celles comptées ni femmes ni hommes. Les refus sont à part."
        ),
    ),
    "situation": Definition(
        _("Situation"),
        _("Les séances individuelles selon la situation de la personne : école, emploi, retraite."),
        _("Les séances dont la personne l’a dit."),
        _("Les personnes sans nom, et celles à qui cela n’a pas été demandé. Les refus sont à part."),
    ),
    "area": Definition(
        _("Quartiers prioritaires"),
        _("Les séances individuelles dont la personne habite un quartier prioritaire."),
        _("Les séances dont la personne a répondu oui ou non."),
        _("Les personnes sans nom, pas interrogées, ou qui ne savent pas. Les refus sont à part."),
    ),
    "home": Definition(
        _("Commune de la personne"),
        _("Les séances individuelles selon la commune où la personne habite."),
        _("Les séances dont la personne a dit sa commune."),
        _("Les personnes sans nom, et celles dont la commune n’est pas notée. Les refus sont à part."),
    ),
    "occupancy": Definition(
        _("Heures proposées et prises"),
        _("Les heures prises par des rendez-vous, absences sans prévenir comprises."),
        _("Les heures des plages sur rendez-vous, sans les absences, les fermetures et les jours fériés."),
        _("Les visites spontanées et les permanences ne sont pas comptées."),
    ),
    "satisfaction": Definition(
        _("Satisfaction"),
        _("Les notes de 1 à 5 données après une séance ou un atelier."),
        _(
            "Les personnes qui ont donné une note ; pour le taux de réponse, celles à qui l’avis a été demandé."
        ),
        _(
            "Les mois entiers seulement : une réponse ne porte pas de date. Moins de 5 réponses : rien n’est montré."
        ),
    ),
    "no_time": Definition(
        _("Recherches sans aucune heure"),
        _("Les fois où une recherche n’a montré aucune heure libre, selon le moyen."),
        _("Un nombre, sans dénominateur : les recherches qui trouvent ne sont pas comptées."),
        _("Personne n’est reconnu : qui cherche deux fois compte deux fois."),
    ),
    "no_time_topic": Definition(
        _("Motifs sans aucune heure"),
        _("Les mêmes recherches, selon le motif."),
        _("Toutes les recherches sans aucune heure."),
        _("Les motifs supprimés depuis."),
    ),
    "given_up": Definition(
        _("Appels abandonnés"),
        _("Les appels à la ligne raccrochés avant d’aboutir, selon la question où la personne en était."),
        _("Les appels abandonnés."),
        _("Les appels finis par un rendez-vous ou un rappel n’en sont pas."),
    ),
    "wait_ended": Definition(
        _("Fins d’attente"),
        _("Les attentes sur la liste finies pendant la période, selon leur fin."),
        _("Toutes les attentes finies, sans celles de qui garde son rendez-vous."),
        _("Les personnes qui attendent encore."),
    ),
    "turns": Definition(
        _("Permanences"),
        _("Les numéros donnés en permanence, selon ce que la personne est devenue."),
        _("Tous les numéros donnés."),
        _("Qui est reparti sans prendre de numéro n’est pas compté."),
    ),
    "communes": Definition(
        _("Par commune"),
        _("Les séances individuelles, par commune du lieu."),
        _("Pour 1 000 habitants : la population municipale de la commune."),
        _("La commune est celle du lieu, pas celle de la personne."),
    ),
}

CHANNELS = {**dict(Appointment.Channel.choices), WALK_IN: _("venue spontanée")}
ATTENDANCE = dict(Appointment.Status.choices)
MODES = dict(Appointment.Mode.choices)
REFERRALS = {
    "received": _("reçues"),
    "accepted": _("acceptées"),
    "booked": _("avec un rendez-vous"),
    "met": _("rencontrées"),
}
WHO_CAME = {"named": _("avec son nom"), "anonymous": _("sans nom")}
WAYS = {
    "web": _("par internet"),
    "phone": _("par téléphone"),
    "api": _("par un autre logiciel"),
    "desk": _("à l’accueil"),
}
WAIT_ENDS = {
    "served": _("a eu une heure"),
    "left": _("a quitté la liste"),
    "over": _("attente finie sans heure"),
}
TURNS = dict(Turn.State.choices)
# The questions of the line at which one may hang up.
STEPS = {
    "home": _("accueil de la ligne"),
    "closed": _("ligne fermée"),
    "own": _("son rendez-vous"),
    "number": _("numéro du rendez-vous"),
    "topic": _("choix du motif"),
    "where": _("choix du lieu"),
    "usual": _("choix du lieu"),
    "area": _("choix du quartier"),
    "postcode": _("code postal"),
    "commune": _("choix de la commune"),
    "times": _("choix de l’heure"),
    "other": _("autre choix"),
    "day": _("choix du jour"),
    "no_times": _("aucune heure libre"),
    "name": _("nom"),
    "record": _("nom à dire"),
    "reach": _("comment être joint"),
    "phone": _("numéro de téléphone"),
    "check": _("vérification"),
    "ring_back": _("numéro où rappeler"),
    "cancelled": _("annulation"),
    "offered": _("heure proposée"),
    "instead": _("autres heures proposées"),
}
# The national labels are translated where they are shown.
NATIONAL = {
    "theme": codes.THEMES,
    "result": codes.RESULTS,
    "autonomy": codes.AUTONOMY,
    "age": codes.AGES,
    "gender": codes.GENDERS,
    "situation": codes.SITUATIONS,
}
AREAS = dict(AboutPerson.Area.choices)
OTHER_COMMUNES = _("autres communes")
