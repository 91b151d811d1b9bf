"""Where help is given: the territory, organisations and their sites."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mediation.crypto import public_id
from mediation.departments import subdivision
from mediation.directory.names import distinct_short_name, fits_an_sms, short_name
from mediation.hours import is_understood
from mediation.models.commune import Commune, Neighbourhood

PER_LANGUAGE = '{"fr": "…", "en": "…"}'


class Territory(models.Model):
    """The one service this instance runs. Its row says what every page repeats."""

    name = models.CharField(_("territoire"), max_length=120)
    service_name = models.CharField(_("nom du service"), max_length=120)
    sms_name = models.CharField(_("nom dans les SMS"), max_length=20)
    phone = models.CharField(_("téléphone du service (E.164)"), max_length=20)
    email = models.EmailField(_("adresse électronique"), blank=True)
    data_contact = models.CharField(_("contact pour les données personnelles"), max_length=200, blank=True)
    phone_hours = models.JSONField(
        _("horaires du téléphone, par langue"), default=dict, blank=True, help_text=PER_LANGUAGE
    )
    line_hours = models.CharField(
        _("horaires de la ligne automatique"),
        max_length=200,
        blank=True,
        help_text=_(
            "Comme OpenStreetMap : « Mo-Fr 09:00-12:00,14:00-17:00 ». Une différence : un jour férié est fermé, "
            "sauf si une règle « PH » dit autre chose. Vide : toujours ouverte."
        ),
    )
    timezone = models.CharField(_("fuseau horaire"), max_length=40, default="Europe/Paris")

    class Meta:
        verbose_name = _("territoire")

    def __str__(self) -> str:
        return self.service_name

    def clean(self) -> None:
        """Refuses hours that nobody could go by."""
        if self.line_hours and not is_understood(self.line_hours):
            raise ValidationError({"line_hours": _("Ces horaires ne se lisent pas : suivez l’exemple.")})

    @classmethod
    def current(cls) -> "Territory":
        """The territory's row; a neutral one, unsaved, before anybody has set the service up."""
        return cls.objects.order_by("pk").first() or cls(
            name="", service_name="Rendez-vous numérique", sms_name="RDV numérique", phone=""
        )


class Organisation(models.Model):
    """Who answers for sites and the people who work there. Appointments and notes belong to it."""

    name = models.CharField(_("nom"), max_length=160)
    national_id = models.CharField(_("SIRET ou RNA"), max_length=14, blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    email = models.EmailField(_("adresse électronique"), blank=True)
    confirm_mobile = models.BooleanField(
        _("vérifier les mobiles par un code"),
        default=False,
        help_text=_("La personne qui n’a pas son téléphone avec elle réserve quand même."),
    )

    mediators_set_hours = models.BooleanField(
        _("les médiateurs règlent leurs propres plages"),
        default=True,
        help_text=_("Sinon l’accueil et la coordination s’en chargent ; chacun note toujours ses absences."),
    )
    interpreter_min = models.PositiveSmallIntegerField(
        _("minutes de plus avec un interprète"),
        default=15,
        validators=[MaxValueValidator(120)],
        help_text=_("Tout se dit deux fois : la séance dure plus longtemps."),
    )
    home_travel_min = models.PositiveSmallIntegerField(
        _("minutes de trajet avant et après une visite à domicile"),
        default=20,
        validators=[MaxValueValidator(120)],
    )
    home_alert_min = models.PositiveSmallIntegerField(
        _("alerte quand personne n’est reparti d’une visite, en minutes après sa fin"),
        default=30,
        validators=[MaxValueValidator(240)],
    )
    # Somebody of its own or of a known address may refer people to us (`PartnerDomain`).
    refers = models.BooleanField(
        _("oriente des personnes vers le service"),
        default=False,
        help_text=_("CCAS, département, mission locale, France Services, hôpital, association…"),
    )

    class Meta:
        verbose_name = _("structure")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PartnerDomain(models.Model):
    """What stands behind the @ of a partner's people: without an account, an address there gets a link to the form."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="domains")
    domain = models.CharField(_("domaine des adresses"), max_length=190, unique=True)

    class Meta:
        verbose_name = _("domaine d’un partenaire")
        ordering = ["domain"]

    def __str__(self) -> str:
        return self.domain


class SiteQuerySet(models.QuerySet["Site"]):
    """Questions about sites."""

    def open_to_residents(self) -> "SiteQuerySet":
        """Sites that residents may book at, those of openings without a place among them."""
        return self.filter(active=True)

    def places(self) -> "SiteQuerySet":
        """Sites one can go to."""
        return self.filter(remote="")


class Site(models.Model):
    """A place where people are helped.

    `national` keeps the 32 columns of the national schema as they were given; the typed fields beside it
    are what the product works with. `corrected` is what staff put in the place of columns without such a field.
    """

    class Remote(models.TextChoices):
        """How openings without a place are kept: the modes of `Topic` that need none."""

        PHONE = "phone", _("par téléphone")
        VIDEO = "video", _("en visio")
        HOME = "home", _("à domicile")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sites")
    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    national_id = models.CharField(_("identifiant national"), max_length=200, blank=True, db_index=True)
    national = models.JSONField(_("fiche nationale"), default=dict, blank=True)
    corrected = models.JSONField(_("corrections de la fiche"), default=dict, blank=True, editable=False)
    name = models.CharField(_("nom"), max_length=200)
    spoken_name = models.CharField(_("nom dit au téléphone"), max_length=120, blank=True)
    short_name = models.CharField(_("nom court pour les SMS"), max_length=30, blank=True)
    # None: proposed by a rule, and nobody has said yet that residents recognise the place by it.
    short_name_reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    address = models.CharField(_("adresse"), max_length=250)
    address_extra = models.CharField(_("complément d’adresse"), max_length=250, blank=True)
    postcode = models.CharField(_("code postal"), max_length=10)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="sites")
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.SET_NULL, null=True, blank=True, related_name="sites"
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    email = models.EmailField(_("adresse électronique"), blank=True)
    website = models.URLField(_("site web"), blank=True)
    timezone = models.CharField(_("fuseau horaire"), max_length=40, default="Europe/Paris")
    active = models.BooleanField(_("ouvert à la réservation"), default=True)

    step_free = models.BooleanField(_("accès de plain-pied"), null=True, blank=True)
    lift = models.BooleanField(_("ascenseur"), null=True, blank=True)
    hearing_loop = models.BooleanField(_("boucle magnétique"), null=True, blank=True)
    sign_language = models.BooleanField(_("accueil en langue des signes"), null=True, blank=True)
    quiet_room = models.BooleanField(_("pièce calme"), null=True, blank=True)
    equipment_lent = models.BooleanField(_("matériel prêté sur place"), null=True, blank=True)
    child_friendly = models.BooleanField(_("enfants bienvenus"), null=True, blank=True)
    languages = models.JSONField(_("langues parlées"), default=list, blank=True)
    transit_stop = models.CharField(_("arrêt de bus ou de métro"), max_length=160, blank=True)
    directions = models.JSONField(
        _("comment venir, par langue"), default=dict, blank=True, help_text=PER_LANGUAGE
    )
    usual = models.BooleanField(_("proposé d’office parmi les lieux habituels"), default=False)
    mobile = models.BooleanField(
        _("lieu itinérant"), default=False, help_text=_("Un bus, un stand : une adresse par date.")
    )
    # Nowhere to go to: where an organisation's openings by telephone, by video or at people's homes stand.
    remote = models.CharField(max_length=10, choices=Remote.choices, blank=True, default="", editable=False)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        ordering = [Lower("name")]
        constraints = [
            # Two places that an SMS calls alike are one place to whoever reads it.
            models.UniqueConstraint(
                Lower("short_name"), condition=~models.Q(short_name=""), name="short_name_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "remote"], condition=~models.Q(remote=""), name="site_remote_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{capfirst(self.sms_name)} · {self.name}" if self.remote else self.name

    @property
    def holidays(self) -> str:
        """Whose public holidays count here, as `mediation.holidays` names them. It comes with its commune."""
        return subdivision(self.commune.insee_code if self.commune else "", self.postcode)

    def clean(self) -> None:
        """Refuses a short name that an SMS would pay for, or that another place has, with one that would do."""
        if not self.short_name:
            return
        if not fits_an_sms(self.short_name):
            raise ValidationError(
                {"short_name": _("Une lettre ou un signe coûterait plus cher dans un SMS.")}
            )
        if self.short_name.casefold() in self._other_short_names():
            other = Site(name=self.name, commune=self.commune)
            other.propose_short_name()
            raise ValidationError(
                {
                    "short_name": _("Un autre lieu a déjà ce nom. Par exemple : « %(name)s ».")
                    % {"name": other.short_name}
                }
            )

    def propose_short_name(self) -> None:
        """A short name of its own, made of the words of the full one."""
        town = self.commune.name if self.commune else ""
        self.short_name = distinct_short_name(self.name, self._other_short_names(), town=town)

    def _other_short_names(self) -> set[str]:
        names = Site.objects.exclude(pk=self.pk).values_list("short_name", flat=True)
        return {name.casefold() for name in names}

    @property
    def hours(self) -> str:
        """Opening hours, as the national schema writes them."""
        return self.said("horaires")

    def said(self, column: str) -> str:
        """What holds for a national column without a field of its own: the correction, else what was given."""
        return str(self.corrected.get(column, self.national.get(column, "")))

    def correct(self, **values: str) -> None:
        """Puts these values in the place of what was given, from now on; what was given needs no correction."""
        given = {column: self.national.get(column, "") for column in values}
        self.corrected = {
            column: value
            for column, value in {**self.corrected, **values}.items()
            if column not in given or value != given[column]
        }

    @property
    def sms_name(self) -> str:
        """The short name, or one made of the full name's words; of a site that is no place, how one meets there."""
        if self.remote:
            return str(self.Remote(self.remote).label)
        return self.short_name or short_name(self.name)


class Room(models.Model):
    """A room of a site: `places` is how many appointments it holds at once."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="rooms")
    name = models.CharField(_("nom"), max_length=80)
    places = models.PositiveSmallIntegerField(_("accompagnements à la fois"), default=1)

    class Meta:
        verbose_name = _("salle")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Equipment(models.Model):
    """Machines a site lends during an appointment; they limit the topics that need one."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="equipment")
    name = models.CharField(_("nom"), max_length=80)
    count = models.PositiveSmallIntegerField(_("nombre"), default=1)

    class Meta:
        verbose_name = _("matériel")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
