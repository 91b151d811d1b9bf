"""The columns of the files of the set-up, and what goes into each."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bookings.models import SetUpFile
from bookings.sheets.columns import Column

_YES_NO = _("oui ou non")


@dataclass(frozen=True)
class Sheet:
    """One kind of file. `slug` names it in addresses; `key` says by what a line finds what is there already.

    `columns`: each with the answer of the form that it fills in (empty: it is read otherwise), and what goes there.
    `passed_over`: headers of files that others publish, whose cells are not read.
    """

    about: SetUpFile.About
    slug: str
    title: Promise
    key: Promise
    table: tuple[tuple[Column, str, Promise | str], ...]
    passed_over: tuple[str, ...] = ()

    @property
    def columns(self) -> list[Column]:
        """The columns in order."""
        return [column for column, _field, _said in self.table]

    def heading(self, name: str) -> str:
        """What a column is called on the page; a name that is no column stays as it is."""
        language = get_language() or ""
        return next((each.heading(language) for each in self.columns if each.name == name), name)

    @property
    def explained(self) -> dict[str, str]:
        """What goes in each."""
        return {column.name: str(said) for column, _field, said in self.table}

    @property
    def fields(self) -> dict[str, str]:
        """The answer of the form that a column fills in."""
        return {column.name: field for column, field, _said in self.table if field}


def _c(
    name: str, example: str = "", *others: str, en: str, en_example: str = "", required: bool = False
) -> Column:
    return Column(name, required, others, example, 2000, en, en_example)


_OWNER = _("Le nom de la structure. Vide si vous n’en avez qu’une.")
SITES = Sheet(
    SetUpFile.About.SITES,
    "lieux",
    _("Lieux"),
    _("Un lieu est reconnu à sa structure et à son nom : le même nom change le même lieu."),
    (
        (_c("structure", en="organisation"), "organisation", _OWNER),
        (_c("nom", "Médiathèque des Essais", "lieu", en="name", required=True), "name", _("Le nom du lieu.")),
        (
            _c("nom_court", "Médiathèque Essais", en="short_name"),
            "short_name",
            _("Pour les SMS : 30 signes au plus."),
        ),
        (_c("nom_dit", en="spoken_name"), "spoken_name", _("Comme on le dit au téléphone, sans sigle.")),
        (_c("adresse", "3 place de l’Essai", en="address"), "address", _("Le numéro et la rue.")),
        (
            _c("complement", "2e étage", en="address_extra", en_example="2nd floor"),
            "address_extra",
            _("Bâtiment, étage, entrée."),
        ),
        (_c("commune", "Bruz", "ville", en="town"), "commune", _("Son nom ou son code postal.")),
        (
            _c("code_postal", "35170", "cp", en="postcode"),
            "postcode",
            _("Vide : celui de la commune, si elle n’en a qu’un."),
        ),
        (
            _c("quartier", en="neighbourhood"),
            "neighbourhood",
            _("Un quartier de la commune, s’il est dans la liste de la page."),
        ),
        (_c("itinerant", "non", en="mobile_site", en_example="no"), "mobile", _YES_NO),
        (
            _c("arret", "Mairie, bus 57", en="transit_stop", en_example="Town hall, bus 57"),
            "transit_stop",
            _("Le plus proche, avec la ligne."),
        ),
        (
            _c("venir", "", "directions", en="how_to_come_french"),
            "directions_fr",
            _("Comment venir, en français."),
        ),
        (
            _c("venir_facile", en="how_to_come_easy_french"),
            "directions_fr-falc",
            _("Comment venir, en français facile."),
        ),
        (_c("venir_anglais", en="how_to_come"), "directions_en", _("Comment venir, en anglais.")),
        (_c("latitude", en="latitude"), "latitude", _("Par exemple 48.1113.")),
        (_c("longitude", en="longitude"), "longitude", _("Par exemple -1.6800.")),
        (_c("telephone", "02 61 91 00 01", "tel", en="phone"), "phone", _("Le numéro à donner.")),
        (_c("courriel", "", "e-mail", "mail", en="email"), "email", _("L’adresse électronique du lieu.")),
        (_c("site_web", "", "web", en="website"), "website", _("Son adresse sur internet.")),
        (_c("plain_pied", "oui", "pmr", en="step_free", en_example="yes"), "step_free", _YES_NO),
        (_c("ascenseur", en="lift"), "lift", _YES_NO),
        (_c("boucle", en="hearing_loop"), "hearing_loop", _("Boucle magnétique : oui ou non.")),
        (_c("lsf", en="sign_language"), "sign_language", _("Accueil en langue des signes : oui ou non.")),
        (_c("calme", en="quiet_room"), "quiet_room", _("Pièce calme : oui ou non.")),
        (_c("materiel_prete", en="equipment_lent"), "equipment_lent", _YES_NO),
        (_c("enfants", "oui", en="children_welcome", en_example="yes"), "child_friendly", _YES_NO),
        (
            _c("langues", "en, ar", en="languages"),
            "languages",
            _("En plus du français, séparées par des virgules."),
        ),
        (
            _c("horaires", "Tu-Sa 10:00-18:00", en="opening_hours"),
            "hours",
            _("Comme OpenStreetMap : Mo-Fr 09:00-12:00,14:00-17:00."),
        ),
        (
            _c(
                "salles",
                "Grande salle : 2 ; Bureau : 1",
                en="rooms",
                en_example="Large room : 2 ; Office : 1",
            ),
            "",
            _("Chaque salle, et combien de rendez-vous à la fois."),
        ),
        (
            _c("machines", "Ordinateur : 3", en="equipment", en_example="Computer : 3"),
            "",
            _("Chaque machine, et combien il y en a."),
        ),
    ),
)
PEOPLE = Sheet(
    SetUpFile.About.PEOPLE,
    "personnes",
    _("Personnes"),
    _(
        "Un médiateur est reconnu à sa structure et à son nom ; un rôle, à sa structure et à l’adresse électronique. "
        "Qui a déjà ce rôle, ou une invitation qui vaut encore, n’est pas invité de nouveau."
    ),
    (
        (_c("structure", en="organisation"), "organisation", _OWNER),
        (
            _c("nom", "Nour Exemple", "prenom et nom", "nom et prenom", en="name", required=True),
            "name",
            _("Prénom et nom."),
        ),
        (
            _c("role", "médiateur", en="role", en_example="mediator"),
            "kind",
            _("médiateur, accueil ou coordination de la structure. Vide : médiateur."),
        ),
        (
            _c("courriel", "nour@essai.example", "e-mail", "mail", en="email"),
            "email",
            _(
                "L’invitation à se connecter y part. Un médiateur sans adresse reçoit, mais ne se connecte pas."
            ),
        ),
        (
            _c("prenom", "Nour", en="first_name"),
            "first_name",
            _("Ce que lisent les habitants. Vide : le premier mot du nom."),
        ),
        (
            _c("telephone", "", "tel", en="phone"),
            "phone",
            _("Professionnel : les habitants ne le voient pas."),
        ),
        (
            _c("genre", "femme", en="gender", en_example="woman"),
            "gender",
            _("femme ou homme. Une personne peut demander l’un ou l’autre."),
        ),
        (
            _c("langues", "ar", en="languages"),
            "languages",
            _("En plus du français, séparées par des virgules."),
        ),
        (_c("lsf", en="sign_language"), "sign_language", _("Langue des signes : oui ou non.")),
        (
            _c("habilitations", en="accreditations"),
            "accreditations",
            _("Leurs noms, séparés par des virgules."),
        ),
    ),
)
OPENINGS = Sheet(
    SetUpFile.About.OPENINGS,
    "plages",
    _("Plages d’ouverture"),
    _(
        "Une plage est reconnue à la personne, au lieu, au premier jour et à l’heure où elle ouvre. De celle qui existe, "
        "un fichier ne change que le dernier jour."
    ),
    (
        (
            _c("mediateur", "Nour Exemple", "qui", en="mediator", required=True),
            "mediator",
            _("Prénom et nom de qui reçoit."),
        ),
        (
            _c("lieu", "Médiathèque des Essais", "site", en="place", required=True),
            "site",
            _("Le nom du lieu ; ou : par téléphone, en visio, à domicile."),
        ),
        (
            _c("premier_jour", "2026-12-01", "du", "date", en="first_day", required=True),
            "first_day",
            _("Il donne le jour de la semaine. Comme 2026-12-01 ou 01/12/2026."),
        ),
        (_c("de", "9:00", "debut", en="from", required=True), "opens", _("L’heure où elle ouvre.")),
        (_c("a", "12:00", "fin", en="to", required=True), "closes", _("L’heure où elle ferme.")),
        (
            _c("revient", "toutes les semaines", "frequence", en="repeats", en_example="every week"),
            "repeat_weeks",
            _(
                "toutes les semaines, une semaine sur deux, une semaine sur trois, toutes les quatre semaines, ce seul "
                "jour, le premier du mois… Vide : toutes les semaines."
            ),
        ),
        (
            _c("jusqu_au", "2027-06-30", "jusqu’au", "au", en="until"),
            "last_day",
            _("Le dernier jour. Vide : sans fin."),
        ),
        (
            _c("motifs", "", "motif", en="topics"),
            "topics",
            _("Leurs noms ou leurs codes, séparés par des virgules. Vide : tous."),
        ),
        (
            _c("vacances", "oui", en="in_school_holidays", en_example="yes"),
            "not_in_school_holidays",
            _("Aussi pendant les vacances scolaires : oui ou non. Vide : oui."),
        ),
        (
            _c("feries", "non", en="on_public_holidays", en_example="no"),
            "on_holidays",
            _("Aussi les jours fériés : oui ou non. Vide : non."),
        ),
        (
            _c("accueil", en="reception"),
            "reception",
            _("sur rendez-vous, sans rendez-vous, avec ou sans rendez-vous. Vide : sur rendez-vous."),
        ),
    ),
)
AREAS = Sheet(
    SetUpFile.About.AREAS,
    "quartiers",
    _("Quartiers prioritaires"),
    _("Un quartier est reconnu à sa commune et à son nom."),
    (
        (
            _c("commune", "Rennes", "ville", "nom_commune", "lib_com", en="town"),
            "commune",
            _("Son nom ou son code postal. Vide si son code INSEE est là."),
        ),
        (
            _c("code_insee", "35238", "insee_com", en="insee_code"),
            "",
            _("Le code de la commune, d’aujourd’hui ou d’avant une fusion."),
        ),
        (
            _c("nom", "Quartier d’Essai", "quartier", "nom_qp", "lib_qp", en="name", required=True),
            "name",
            _("Le nom du quartier."),
        ),
        (
            _c("prioritaire", "oui", "qpv", en="priority", en_example="yes"),
            "priority",
            _("oui ou non. Vide : oui pour un nouveau quartier."),
        ),
    ),
    # The national list of these neighbourhoods may be sent as it is: what is not asked here is passed over.
    passed_over=("code_qp", "insee_reg", "lib_reg", "insee_dep", "lib_dep", "siren_epci", "lib_epci"),
)
ALL = (SITES, PEOPLE, OPENINGS, AREAS)
