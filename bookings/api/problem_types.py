"""What can go wrong, each with a stable address that explains it (RFC 9457). What stands here is never renamed."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ProblemType:
    """One kind of problem: its HTTP status, a title, and what whoever calls should do."""

    slug: str
    status: int
    title: str | Promise
    what_to_do: str | Promise


_ALL = (
    ProblemType(
        "unreadable",
        400,
        _("La demande ne se lit pas"),
        _(
            "Envoyez un objet JSON en UTF-8, de 32 niveaux au plus, sans NaN ni caractère nul, chaque nom une fois."
        ),
    ),
    ProblemType(
        "invalid-parameters",
        400,
        _("Un paramètre de l’adresse n’est pas valable"),
        _("« errors » dit lequel. Un curseur se reprend tel qu’il a été donné dans « next »."),
    ),
    ProblemType(
        "idempotency-key-missing",
        400,
        _("Il manque l’en-tête Idempotency-Key"),
        _(
            "Donnez à chaque demande POST une clé nouvelle (un UUID) et répétez-la si vous répétez la demande."
        ),
    ),
    ProblemType(
        "key-missing",
        401,
        _("Il manque une clé d’API"),
        _(
            "Envoyez « Authorization: Bearer rdvn_… ». Une coordinatrice ou un coordinateur vous donne la clé."
        ),
    ),
    ProblemType(
        "key-unknown",
        401,
        _("Cette clé d’API n’existe pas, ou plus"),
        _("Vérifiez qu’elle est entière. Sinon demandez-en une nouvelle à votre coordination."),
    ),
    ProblemType(
        "key-over",
        401,
        _("Cette clé d’API est échue ou révoquée"),
        _("Demandez-en une nouvelle à votre coordination."),
    ),
    ProblemType(
        "scope-missing",
        403,
        _("Cette clé n’a pas ce droit"),
        _("« detail » dit quel droit il faut. Votre coordination fait une clé qui l’a."),
    ),
    ProblemType(
        "not-found",
        404,
        _("Cela n’existe pas, ou pas pour cette clé"),
        _("Vérifiez l’identifiant. Ce qui appartient à d’autres n’existe pas pour vous."),
    ),
    ProblemType(
        "method-not-allowed",
        405,
        _("Cette adresse ne fait pas cela"),
        _("L’en-tête « Allow » dit les méthodes possibles."),
    ),
    ProblemType(
        "slot-taken",
        409,
        _("Cette heure n’est plus libre"),
        _("« alternatives » donne les trois heures libres les plus proches. Rien n’a été changé."),
    ),
    ProblemType(
        "not-standing",
        409,
        _("Il n’y a plus rien à changer"),
        _("Le rendez-vous est annulé ou passé, ou l’orientation n’en est plus là. Relisez-la d’abord."),
    ),
    ProblemType(
        "too-late",
        409,
        _("Il est trop tard pour cela"),
        _("Le rendez-vous a commencé ou est passé."),
    ),
    ProblemType(
        "workshop-full",
        409,
        _("Il n’y a plus assez de places"),
        _("Demandez d’autres dates, ou envoyez « wait » : la personne attend son tour."),
    ),
    ProblemType(
        "seat-gone",
        409,
        _("Cette place n’est plus proposée"),
        _("Elle est à quelqu’un d’autre, ou n’a jamais été proposée. Relisez l’inscription."),
    ),
    ProblemType(
        "already-enrolled",
        409,
        _("Cette personne est déjà inscrite"),
        _("Le même nom, joint de la même façon, vient déjà à l’une de ces dates."),
    ),
    ProblemType(
        "too-many-ahead",
        409,
        _("Cette personne a déjà autant de rendez-vous que possible"),
        _("Annulez-en un, ou attendez qu’un soit passé."),
    ),
    ProblemType(
        "already-exists",
        409,
        _("Votre référence désigne déjà une orientation"),
        _("Une « external_ref » ne sert qu’une fois : relisez la liste avec ce filtre."),
    ),
    ProblemType(
        "still-running",
        409,
        _("La même demande est encore en cours"),
        _("Répétez-la dans quelques secondes, avec la même Idempotency-Key."),
    ),
    ProblemType(
        "changed-meanwhile",
        412,
        _("Cela a changé depuis que vous l’avez lu"),
        _("Relisez, puis recommencez avec le nouvel ETag."),
    ),
    ProblemType(
        "too-large",
        413,
        _("La demande est trop grande"),
        _("Un mégaoctet au plus. Pour beaucoup d’orientations il y a un fichier à envoyer."),
    ),
    ProblemType(
        "unsupported-media-type",
        415,
        _("Les demandes sont en JSON"),
        _("Envoyez « Content-Type: application/json »."),
    ),
    ProblemType(
        "invalid",
        422,
        _("La demande n’est pas valable"),
        _("« errors » dit pour chaque champ (pointeur JSON) ce qui ne va pas. Rien n’a été fait."),
    ),
    ProblemType(
        "idempotency-key-reused",
        422,
        _("Cette Idempotency-Key a servi à une autre demande"),
        _("Une clé désigne une demande et son contenu. Prenez-en une nouvelle."),
    ),
    ProblemType(
        "precondition-required",
        428,
        _("Il manque l’en-tête If-Match"),
        _("Lisez d’abord, puis envoyez l’ETag reçu dans « If-Match »."),
    ),
    ProblemType(
        "too-many-requests",
        429,
        _("Trop de demandes pour cette clé"),
        _("Attendez le nombre de secondes de « Retry-After »."),
    ),
    ProblemType(
        "internal-error",
        500,
        _("Une erreur de notre côté"),
        _("Elle est notée. Répétez la demande plus tard, avec la même Idempotency-Key."),
    ),
    ProblemType(
        "busy",
        503,
        _("Le service est très demandé"),
        _("Répétez la demande dans quelques secondes, avec la même Idempotency-Key."),
    ),
)
TYPES: dict[str, ProblemType] = {each.slug: each for each in _ALL}
