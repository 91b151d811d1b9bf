"""Why a team refuses a referral: a reason of this list and a sentence, on every channel."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """The list. The sentence says the rest, to the referrer; the person is told by whoever knows them."""

    NO_CAPACITY = "no_capacity", _("pas de place dans un délai utile")
    OUT_OF_AREA = "out_of_area", _("la personne habite hors du secteur")
    NOT_OUR_HELP = "not_our_help", _("ce n’est pas une aide que nous donnons")
    INCOMPLETE = "incomplete", _("il manque de quoi joindre ou aider la personne")
    ALREADY_FOLLOWED = "already_followed", _("la personne est déjà accompagnée ici")
    NOT_INFORMED = "not_informed", _("la personne n’était pas au courant")
    OTHER = "other", _("autre raison")
