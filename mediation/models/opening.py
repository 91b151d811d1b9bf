"""When help is given. Openings and absences are wall-clock rules on local days (design, section 4)."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.db import models
from django.db.models import DateField, Expression, F, Func, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from mediation import holidays
from mediation.models.people import Mediator
from mediation.models.place import Site
from mediation.models.topic import Topic
from mediation.opening import LAST_WEEK, WallRule


class Opening(models.Model):
    """A mediator receives at a site: on `first_day`, or every `repeat_weeks` weeks on its weekday, or each month.

    `closes` at or before `opens` means the next day. No topics means all topics. A date that goes otherwise is among the
    `skipped_days`; what takes its place, if anything does, is an opening of its own that `replaces` this one there.
    """

    class Month(models.IntegerChoices):
        """Which of its weekdays in a month."""

        NO = 0, _("non")
        FIRST = 1, _("le premier du mois")
        SECOND = 2, _("le deuxième du mois")
        THIRD = 3, _("le troisième du mois")
        FOURTH = 4, _("le quatrième du mois")
        LAST = LAST_WEEK, _("le dernier du mois")

    class Reception(models.TextChoices):
        """How people come to it. Without an appointment: its hours are not offered, whatever else is set at that time."""

        BOOKED = "booked", _("sur rendez-vous")
        DROP_IN = "drop_in", _("sans rendez-vous (permanence)")
        BOTH = "both", _("avec ou sans rendez-vous")

    mediator = models.ForeignKey(Mediator, models.CASCADE, related_name="openings")
    site = models.ForeignKey(Site, models.CASCADE, related_name="openings")
    first_day = models.DateField(_("premier jour"))
    last_day = models.DateField(_("dernier jour"), null=True, blank=True)
    opens = models.TimeField(_("ouvre à"))
    closes = models.TimeField(_("ferme à"))
    repeat_weeks = models.PositiveSmallIntegerField(
        _("toutes les n semaines"), default=1, help_text=_("0 : ce seul jour")
    )
    nth_week = models.PositiveSmallIntegerField(_("chaque mois"), choices=Month.choices, default=Month.NO)
    on_holidays = models.BooleanField(_("aussi les jours fériés"), default=False)
    reception = models.CharField(
        _("comment on y vient"), max_length=8, choices=Reception.choices, default=Reception.BOOKED
    )
    # A, B or C: it does not begin on a day of that zone's school holidays; empty: it does.
    school_zone = models.CharField(_("pas pendant les vacances de la zone"), max_length=1, blank=True)
    # ISO dates, separated by spaces: read with the rule, in the same row.
    skipped_days = models.TextField(_("dates à part"), blank=True)
    replaces = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, editable=False, related_name="replacements"
    )
    # The date of that opening that it stands for: it may have moved to another one.
    replaced_day = models.DateField(null=True, blank=True, editable=False)
    topics = models.ManyToManyField(Topic, blank=True, related_name="openings")

    class Meta:
        verbose_name = _("plage d’ouverture")
        verbose_name_plural = _("plages d’ouverture")
        ordering = ["first_day", "opens"]
        constraints = [
            models.CheckConstraint(
                name="opening_last_day_after_first",
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
            ),
            # Searches leave out what does not come back.
            models.CheckConstraint(
                name="opening_each_month_comes_back", condition=Q(nth_week=0) | Q(repeat_weeks=1)
            ),
        ]
        indexes = [
            models.Index(fields=["site", "first_day"], name="opening_site_first"),
            models.Index(fields=["mediator", "first_day"], name="opening_mediator_first"),
            # Few among many: searches take them out of what is offered.
            models.Index(fields=["mediator"], name="opening_drop_in", condition=Q(reception="drop_in")),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} {self.opens}"

    def rule(self, years: Iterable[int]) -> WallRule:
        """The rule as it is expanded; school holidays are those of these calendar years."""
        return rule_of(*(getattr(self, name) for name in RULE_COLUMNS), years=years)


# The openings that somebody may book at.
BOOKABLE = (Opening.Reception.BOOKED.value, Opening.Reception.BOTH.value)
# What a rule is made of, in the order in which `rule_of` takes it.
RULE_COLUMNS = (
    *("first_day", "opens", "closes", "last_day", "repeat_weeks"),
    *("nth_week", "school_zone", "skipped_days"),
)


def rule_of(
    first_day: date,
    opens: time,
    closes: time,
    last_day: date | None,
    repeat_weeks: int,
    nth_week: int,
    school_zone: str,
    skipped_days: str,
    *,
    years: Iterable[int],
) -> WallRule:
    """A rule from its columns as stored. School holidays are those of these calendar years."""
    skipped = frozenset(map(date.fromisoformat, skipped_days.split()))
    if school_zone:
        skipped |= holidays.school_days(years, school_zone)
    return WallRule(first_day, opens, closes, last_day, repeat_weeks, 0, nth_week, skipped)


class DaysLater(Func):
    """A day so many days after another, in the database."""

    arity = 2
    template = "(%(expressions)s)"
    arg_joiner = " + "
    output_field = DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps days as text."""
        template, joiner = "date(%(expressions)s || ' days')", ", '+' || "
        return super().as_sql(compiler, connection, template=template, arg_joiner=joiner, **context)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Questions about absences."""

    def around(self, first: date | Expression, last: date | Expression) -> "AbsenceQuerySet":
        """Those that may run on a day from `first` to `last`, however long ago they began.

        A little wide: any that ends on the day before `first` may come too.
        """
        lasts = F("extra_days") + 1  # Ending at or before its start, it ends on the next day.
        over = DaysLater(Coalesce("last_day", "first_day"), lasts)
        for_ever = Q(repeat_weeks__gt=0, last_day__isnull=True)
        return self.alias(over=over).filter(for_ever | Q(over__gte=first), first_day__lte=last)


class Absence(models.Model):
    """A mediator is away from `first_day` `starts` to `extra_days` later at `ends`, once or repeatedly.

    It holds at every site and in every organisation, on the clocks of each site: a day away in Nouméa is a day there.
    """

    mediator = models.ForeignKey(Mediator, models.CASCADE, related_name="absences")
    first_day = models.DateField(_("premier jour"))
    extra_days = models.PositiveSmallIntegerField(_("jours de plus"), default=0)
    starts = models.TimeField(_("de"))
    ends = models.TimeField(_("à"))
    repeat_weeks = models.PositiveSmallIntegerField(
        _("toutes les n semaines"), default=0, help_text=_("0 : une seule fois")
    )
    last_day = models.DateField(_("jusqu’au"), null=True, blank=True)
    reason = models.CharField(_("motif interne"), max_length=120, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        ordering = ["first_day", "starts"]
        indexes = [models.Index(fields=["mediator", "first_day"], name="absence_mediator_first")]

    def __str__(self) -> str:
        return str(self.first_day)


class Closure(models.Model):
    """A site is closed between two instants (UTC), whoever works there."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="closures")
    starts_at = models.DateTimeField(_("du"))
    ends_at = models.DateTimeField(_("au"))
    reason = models.CharField(_("raison, montrée aux habitants"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("fermeture")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(name="closure_ends_after_start", condition=Q(ends_at__gt=F("starts_at")))
        ]
        indexes = [models.Index(fields=["site", "starts_at"], name="closure_site_start")]

    def __str__(self) -> str:
        return str(self.starts_at)
