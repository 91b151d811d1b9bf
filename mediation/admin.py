"""What operators set up: places, people, topics, openings. Residents and appointments are not here."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from mediation.models import (
    Absence,
    Accreditation,
    Closure,
    Commune,
    CommunePostcode,
    Equipment,
    FormerCommune,
    Mediator,
    Neighbourhood,
    Opening,
    Organisation,
    PartnerDomain,
    Role,
    Room,
    SetUpChange,
    Site,
    SiteStop,
    Team,
    Territory,
    Topic,
    TopicText,
    Trace,
    User,
)
from mediation.set_up_forms import OrganisationForm, SiteForm, TerritoryForm
from mediation.traces.write import leave_trace


class _ForOperators:
    """Whoever passed the door of the set-up site may do everything in it; each change is logged."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


class SetUp(_ForOperators, admin.ModelAdmin):  # type: ignore[type-arg]
    """A page of the set-up."""

    list_per_page = 50
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.URLField: {"assume_scheme": "https"}}
    save_on_top = True

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Noted in the admin's own log, and as a trace; so are the two below."""
        _leave(request, obj, SetUpChange.Verb.MADE)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        _leave(request, obj, SetUpChange.Verb.CHANGED)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for each in queryset:
            _leave(request, each, SetUpChange.Verb.REMOVED)
        return super().log_deletions(request, queryset)


def _leave(request: HttpRequest, obj: models.Model, verb: SetUpChange.Verb) -> None:
    leave_trace(
        Trace.Kind.SETTING_CHANGED,
        now=timezone.now(),
        actor=request.user.pk,
        about=str(obj._meta.model_name),
        about_id=obj.pk,
        verb=str(verb),
    )


class Rows(_ForOperators, admin.TabularInline):  # type: ignore[type-arg]
    """Rows inside a page of the set-up."""

    extra = 0


class PostcodeRows(Rows):
    model = CommunePostcode


class FormerCommuneRows(Rows):
    model = FormerCommune


class NeighbourhoodRows(Rows):
    model = Neighbourhood


class RoomRows(Rows):
    model = Room


class EquipmentRows(Rows):
    model = Equipment


class ClosureRows(Rows):
    model = Closure


class StopRows(Rows):
    model = SiteStop
    autocomplete_fields = ["commune"]


class OpeningRows(Rows):
    model = Opening
    autocomplete_fields = ["site", "topics"]


class AbsenceRows(Rows):
    model = Absence


class TextRows(Rows):
    model = TopicText


class RoleRows(Rows):
    model = Role
    autocomplete_fields = ["organisation"]


class TeamRows(Rows):
    model = Team


class DomainRows(Rows):
    model = PartnerDomain


@admin.register(Territory)
class TerritoryAdmin(SetUp):
    """The service itself: one row."""

    form = TerritoryForm
    list_display = ["service_name", "name", "phone", "timezone"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not Territory.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Commune)
class CommuneAdmin(SetUp):
    """Communes, with their postcodes, former names and neighbourhoods."""

    list_display = ["name", "insee_code", "population"]
    search_fields = ["name", "insee_code", "postcodes__postcode"]
    inlines = [PostcodeRows, FormerCommuneRows, NeighbourhoodRows]


@admin.register(Organisation)
class OrganisationAdmin(SetUp):
    """Who answers for sites and people."""

    form = OrganisationForm
    list_display = ["name", "phone", "email", "confirm_mobile", "refers"]
    list_filter = ["refers"]
    search_fields = ["name", "national_id"]
    inlines = [TeamRows, DomainRows]


@admin.register(Site)
class SiteAdmin(SetUp):
    """Places, with rooms, machines and closures. The national columns are imported, not typed."""

    form = SiteForm
    list_display = ["name", "organisation", "commune", "active", "usual"]
    list_filter = ["active", "usual", "organisation"]
    list_select_related = ["organisation", "commune"]
    search_fields = ["name", "national_id"]
    autocomplete_fields = ["organisation", "commune"]
    readonly_fields = ["national"]
    inlines = [RoomRows, EquipmentRows, ClosureRows, StopRows]

    def save_model(self, request: HttpRequest, obj: Site, form: Any, change: bool) -> None:
        """A site without a short name gets one of its own; a new one is for the coordinator to read again."""
        if not obj.short_name:
            obj.propose_short_name()
            messages.info(
                request,
                _("Nom dans les SMS : « %(name)s ». La coordination le relit.") % {"name": obj.short_name},
            )
        if "short_name" in form.changed_data:
            obj.short_name_reviewed_at = None
        super().save_model(request, obj, form, change)


@admin.register(Mediator)
class MediatorAdmin(SetUp):
    """Mediators, with their openings and absences."""

    list_display = ["name", "organisation", "active", "sign_language"]
    list_filter = ["active", "organisation", "accreditations"]
    list_select_related = ["organisation"]
    search_fields = ["name", "first_name"]
    autocomplete_fields = ["organisation", "user", "accreditations"]
    inlines = [OpeningRows, AbsenceRows]


@admin.register(Topic)
class TopicAdmin(SetUp):
    """Reasons to come, with their texts in each language."""

    list_display = ["code", "position", "duration_min", "buffer_min", "notice_min", "horizon_days", "active"]
    list_editable = ["position", "active"]
    search_fields = ["code", "texts__name"]
    inlines = [TextRows]


@admin.register(Opening)
class OpeningAdmin(SetUp):
    """Openings, across mediators and sites."""

    list_display = ["mediator", "site", "first_day", "last_day", "opens", "closes", "repeat_weeks"]
    list_filter = ["site", "on_holidays"]
    list_select_related = ["mediator", "site"]
    date_hierarchy = "first_day"
    search_fields = ["mediator__name", "site__name"]
    autocomplete_fields = ["mediator", "site", "topics"]


@admin.register(Absence)
class AbsenceAdmin(SetUp):
    """Absences, across mediators."""

    list_display = ["mediator", "first_day", "extra_days", "starts", "ends", "repeat_weeks"]
    list_select_related = ["mediator"]
    date_hierarchy = "first_day"
    search_fields = ["mediator__name"]
    autocomplete_fields = ["mediator"]


@admin.register(Closure)
class ClosureAdmin(SetUp):
    """Closures, across sites."""

    list_display = ["site", "starts_at", "ends_at", "reason"]
    list_select_related = ["site"]
    date_hierarchy = "starts_at"
    search_fields = ["site__name"]
    autocomplete_fields = ["site"]


@admin.register(Accreditation)
class AccreditationAdmin(SetUp):
    """Rights to act, such as Aidants Connect."""

    list_display = ["name", "code"]
    search_fields = ["name", "code"]


@admin.register(User)
class UserAdmin(SetUp):
    """People who sign in. Passwords are theirs: new people come by invitation."""

    list_display = ["email", "name", "is_active", "last_login"]
    list_filter = ["is_active", "roles__kind"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "is_active", "last_login"]
    readonly_fields = ["last_login"]
    inlines = [RoleRows]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _leave_out(*models: Any) -> None:
    """What libraries registered and nobody here needs: groups, and secrets of second steps."""
    for model in models:
        if admin.site.is_registered(model):
            admin.site.unregister(model)


def _leave_out_libraries() -> None:
    from allauth.account.models import EmailAddress, EmailConfirmation
    from allauth.mfa.models import Authenticator

    _leave_out(Group, EmailAddress, EmailConfirmation, Authenticator)


_leave_out_libraries()
