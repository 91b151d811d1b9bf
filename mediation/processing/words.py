"""The table of what is held of people, in words for the team: purposes, reasons in law, categories, terms, fates."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mediation.processing.kinds import Activity, Basis, Kept, On, What, Whose

# The name of an activity, and what it is for.
ACTIVITIES: dict[Activity, tuple[Promise, Promise]] = {
    Activity.APPOINTMENTS: (
        _("Rendez-vous"),
        _("Prendre, rappeler, déplacer et tenir les rendez-vous d’aide numérique."),
    ),
    Activity.FOLLOWING: (
        _("Accompagnement"),
        _(
            "Aider la même personne d’une séance à l’autre : notes, objectifs, choses à faire, feuilles à emporter."
        ),
    ),
    Activity.WAITING: (
        _("Liste d’attente et rappels"),
        _("Proposer une place qui se libère, rappeler qui l’a demandé."),
    ),
    Activity.REFERRALS: (
        _("Orientations"),
        _(
            "Recevoir les personnes qu’un partenaire adresse, et dire au partenaire ce que la personne sait déjà."
        ),
    ),
    Activity.WORKSHOPS: (
        _("Ateliers"),
        _("Inscrire aux ateliers collectifs, prévenir, noter les présences."),
    ),
    Activity.DROP_IN: (_("Permanences"), _("Appeler chacun à son tour quand on vient sans rendez-vous.")),
    Activity.MESSAGES: (
        _("Messages"),
        _(
            "Confirmer, rappeler, prévenir d’un changement, par SMS, appel, courriel ou courrier ; lire les réponses."
        ),
    ),
    Activity.LINE: (
        _("Ligne téléphonique"),
        _("Prendre et changer un rendez-vous par téléphone, à toute heure."),
    ),
    Activity.SURVEYS: (
        _("Avis"),
        _("Demander comment s’est passée la séance, à qui l’a accepté, et compter les réponses."),
    ),
    Activity.FIGURES: (
        _("Statistiques"),
        _("Compter l’aide donnée, les délais et les publics, sans nom ; publier des données ouvertes."),
    ),
    Activity.PLACES: (_("Lieux et motifs"), _("Dire où, quand et pour quoi l’on est reçu.")),
    Activity.TEAM: (
        _("Équipe"),
        _("Donner accès à qui travaille ici, tenir les plages, les absences et les agendas."),
    ),
    Activity.PROGRAMS: (
        _("Logiciels reliés"),
        _("Laisser les logiciels des partenaires réserver et suivre ce qu’ils ont confié."),
    ),
    Activity.SAFETY: (
        _("Sécurité"),
        _("Vérifier qui demande, limiter les essais, garder ce qui a été tapé quand une session se termine."),
    ),
    Activity.RIGHTS: (
        _("Histoire et preuves"),
        _("Savoir ce qui s’est passé et par qui ; prouver qu’une demande d’effacement a été suivie."),
    ),
}

BASIS_WORDS: dict[Basis, Promise] = {
    Basis.PUBLIC_TASK: _("mission d’intérêt public (RGPD, article 6, 1, e)"),
    Basis.CONSENT: _("consentement (RGPD, article 6, 1, a)"),
    Basis.OBLIGATION: _("obligation légale (RGPD, article 6, 1, c)"),
}

WHOSE_WORDS: dict[Whose, Promise] = {
    Whose.RESIDENT: _("habitants"),
    Whose.PARTNER: _("personnes qui orientent"),
    Whose.TEAM: _("membres de l’équipe"),
}

WHAT_WORDS: dict[What, Promise] = {
    What.NAME: _("nom"),
    What.REACH: _("téléphone, courriel, adresse, et comment joindre"),
    What.HOME: _("commune ou adresse"),
    What.LANGUAGE: _("langue"),
    What.NEEDS: _("ce qu’il faut préparer, ce qui est demandé"),
    What.ABOUT: _("âge, genre, situation, si la personne l’a dit"),
    What.VISITS: _("lieux, heures, motifs et suites"),
    What.WORDS: _("ce que l’équipe ou un partenaire écrit"),
    What.SAID: _("ce que la personne écrit ou dit, ce qui lui est écrit"),
    What.VOICE: _("voix enregistrée"),
    What.CHOICES: _("choix : discrétion, opposition, téléphone partagé"),
    What.TRACE: _("empreintes et dates techniques"),
    What.ACCESS: _("mots de passe, codes et clés"),
    What.WORK: _("fonction, horaires, actes de travail"),
}

FATES: dict[On, Promise] = {
    On.EMPTIED: _("vidé"),
    On.DELETED: _("ligne supprimée"),
    On.NAMELESS: _("reste, sans nom, pour compter"),
    On.PROOF: _("reste, comme preuve de l’effacement"),
    On.UNKNOWN: _("reste : personne ne sait plus de qui c’est"),
    On.RUNS_OUT: _("ne nomme personne et disparaît tout seul"),
    On.ACCOUNT: _("n’est pas d’un habitant : suit le compte ou la structure"),
}

KEPT_WORDS: dict[Kept, Promise] = {
    Kept.IDENTITY: _("après le dernier contact"),
    Kept.NOTES: _("après avoir été écrit"),
    Kept.HOME_ADDRESSES: _("la nuit après la visite"),
    Kept.CALL_BACKS: _("après la réponse"),
    Kept.CALL_BACKS_UNANSWERED: _("sans réponse"),
    Kept.WAITING: _("après la fin de l’attente"),
    Kept.REFERRAL_DRAFTS: _("après avoir été commencé"),
    Kept.CALLS: _("après l’appel, sans le numéro dès la fin de l’appel"),
    Kept.SPOKEN_NAMES: _("au plus, moins s’il est écrit avant"),
    Kept.CONVERSATIONS: _("après le message"),
    Kept.WEBHOOKS: _("après l’envoi"),
    Kept.REFERRAL_FILES: _("après le dépôt du fichier"),
    Kept.COMMENTS: _("après le mois de la réponse"),
    Kept.SET_UP_FILES: _("après le dépôt du fichier"),
    Kept.TRACES: _("après l’acte, par jours entiers"),
    Kept.MINUTES: _("30 minutes"),
    Kept.DAY: _("un jour"),
    Kept.DEMO: _("une semaine au plus, en démonstration seulement"),
    Kept.TWO_DAYS: _("deux jours"),
    Kept.TWO_WEEKS: _("deux semaines"),
    Kept.MONTH: _("un mois après sa fin"),
    Kept.UNTIL_SENT: _("texte et adresse jusqu’à l’envoi ; le fait qu’un message est parti, deux ans"),
    Kept.WHILE_STANDING: _("tant que ce dont il s’agit est à venir"),
    Kept.ACCOUNT: _("tant que le compte existe"),
    Kept.SERVICE: _("tant que le service en a besoin"),
}


def how_long(kept: Kept) -> str:
    """A term in words, with its number of months or days where the settings say one."""
    words = str(KEPT_WORDS[kept])
    days = settings.RETENTION_DAYS.get(kept.value)
    if not days:
        return words
    if days >= _MONTHS_FROM:
        n = round(days / 30.4)
        return ngettext("%(n)d mois %(after)s", "%(n)d mois %(after)s", n) % {"n": n, "after": words}
    return ngettext("%(n)d jour %(after)s", "%(n)d jours %(after)s", days) % {"n": days, "after": words}


_MONTHS_FROM = 60
