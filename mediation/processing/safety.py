"""Who is given what, and how it is kept safe: the rest of what a register says (GDPR, article 30, 1, d to g)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mediation.processing.kinds import Activity

_OURS = _("la structure qui reçoit, et l’accueil du territoire")
_SENDER = _("le prestataire de téléphonie relié (SMS et appels), le service de courriel")
RECIPIENTS: dict[Activity, tuple[Promise, ...]] = {
    Activity.APPOINTMENTS: (_OURS, _("l’interprète ou la personne qui se déplace, pour un seul rendez-vous")),
    Activity.FOLLOWING: (_("les médiateurs et la coordination de la structure qui reçoit"),),
    Activity.WAITING: (_OURS,),
    Activity.REFERRALS: (_OURS, _("le partenaire, pour ce que la personne sait déjà")),
    Activity.WORKSHOPS: (_OURS,),
    Activity.DROP_IN: (_("la structure qui reçoit"),),
    Activity.MESSAGES: (_OURS, _SENDER),
    Activity.LINE: (_OURS, _SENDER),
    Activity.SURVEYS: (_("la structure qui reçoit, sans nom ni jour"),),
    Activity.FIGURES: (_("tout le monde, sans personne que l’on puisse reconnaître"),),
    Activity.PLACES: (_("tout le monde"),),
    Activity.TEAM: (_("la coordination et l’exploitation"),),
    Activity.PROGRAMS: (_("les logiciels que la coordination a reliés"),),
    Activity.SAFETY: (_("l’exploitation"),),
    Activity.RIGHTS: (_("la coordination ; pour les traces, la protection des données"),),
}

TRANSFERS = _(
    "Aucun par le service lui-même. Le prestataire de téléphonie relié peut traiter des numéros et des textes hors de"
    " l’Union européenne : son contrat le dit."
)

MEASURES: tuple[Promise, ...] = (
    _(
        "Numéros, adresses, notes, messages et ce qui est tapé sont chiffrés en base ; on les cherche par des empreintes à clé."
    ),
    _("Les clés se changent sans arrêt du service ; une clé fausse empêche le démarrage."),
    _(
        "Une deuxième étape à la connexion pour qui lit des notes ou voit tout le territoire ; les sessions finissent seules."
    ),
    _(
        "Chacun ne voit que ses structures ; lire une note, un suivi ou toutes les données d’une personne est noté."
    ),
    _(
        "Lectures, recherches, fichiers emportés, effacements, rôles, clés et réglages laissent une trace que personne ne"
        " modifie ; les traces se suivent par des empreintes : un trou se voit."
    ),
    _("Les journaux techniques ne contiennent ni nom, ni numéro, ni texte, ni adresse de page personnelle."),
    _(
        "Les durées de conservation sont appliquées chaque nuit ; un effacement vide aussi le journal de la base."
    ),
    _(
        "Les sauvegardes sont chiffrées ; à la restauration, les personnes effacées depuis le sont de nouveau."
    ),
)
