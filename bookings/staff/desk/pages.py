"""The counter and the telephone: find or create the person, see the soonest times, book. One screen.

Names and phones are posted, never in an address: « Chercher », « Voir les heures » and « Réserver » send the same form,
and everything typed comes back with the answer.
"""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bookings.actions.book import book
from bookings.actions.wish import Wish
from bookings.errors import (
    AddressMissing,
    BookingError,
    Busy,
    InvalidContact,
    NobodyToCall,
    NotOffered,
    SlotTaken,
    TooFar,
    TooSoon,
)
from bookings.models import Appointment
from bookings.people.find import Found, find_people, known_person
from bookings.people.mistakes import contact_mistake
from bookings.people.names import name_key
from bookings.people.own_numbers import last_digits
from bookings.records.once import already_booked
from bookings.records.unmet import no_time
from bookings.staff.agenda.lines import topic_names
from bookings.staff.asking import actor, appointment_or_404, hours_of, note_search, within
from bookings.staff.desk.asked import asked_time, asked_value
from bookings.staff.desk.cursor import cursor
from bookings.staff.desk.form import NEW, DeskForm
from bookings.staff.desk.links import brought_along, settle
from bookings.staff.desk.nearby import nearby
from bookings.staff.desk.typed import in_its_box
from bookings.staff.people.telling import how_told
from bookings.staff.reaching import BY_PHONE
from bookings.staff.waiting import offers
from bookings.times.search import Preference
from mediation.access import RECEPTION, InMenu, Reach, reach_of, staff
from mediation.models import Site, Topic

SEARCH, TIMES, BOOK = "chercher", "heures", "reserver"
_COUNTED = "sans_heure"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff(*RECEPTION, menu=InMenu(gettext_lazy("Réserver"), everyday=True))
def desk(request: HttpRequest) -> HttpResponse:
    """Everything about one booking, from « who » to « done »."""
    now = timezone.now()
    form = _form(request, now)
    found = _found(request, form, now)
    if request.method == "POST" and request.POST.get("action") == BOOK:
        appointment, doubt = _booked(request, form, found, now)
        if appointment is not None:
            # (Also when this booking was made by an earlier press that got no further.)
            settle(request, form, appointment, now)
            return redirect("staff_card", appointment.pk)
    else:
        doubt = False
    times = request.POST.get("action") == TIMES
    context = _context(form, found, doubt, reach_of(request), now, times=times)
    context["counted"] = _counted(request, form, now) if context["topic"] and not context["days"] else []
    return render(request, "staff/desk/desk.html", context, status=_status(form, doubt))


def _counted(request: HttpRequest, form: DeskForm, now: datetime) -> list[str]:
    """The topics for which this form has shown no time: each is counted once, however often times are looked for."""
    counted, topic = request.POST.getlist(_COUNTED), form.chosen_topic
    looked = request.POST.get("action") == TIMES and not form.said("from_day")
    if topic is None or not looked or topic.public_id in counted:
        return counted
    no_time(topic.pk, how="desk", now=now, site_id=form.said("site") or None)
    return [*counted, topic.public_id]


def _status(form: DeskForm, doubt: bool) -> int:
    if doubt:
        return 409
    return 422 if form.is_bound and form.errors else 200


def _form(request: HttpRequest, now: datetime) -> DeskForm:
    topics = list(Topic.objects.filter(active=True))
    sites = list(Site.objects.open_to_residents().select_related("commune"))
    initial = brought_along(request, topics, sites, now)
    typed = in_its_box(request.POST) if request.POST else None
    return DeskForm(typed, initial=initial, topics=topics, sites=sites)


def _found(request: HttpRequest, form: DeskForm, now: datetime) -> list[Found]:
    """Whoever the name and the phone may mean, with the person already picked among them."""
    visible = within(reach_of(request))
    name, phone = form.said("name") or "", form.said("phone") or ""
    found = find_people(name=name, reach=phone, visible=visible, now=now) if name or phone else []
    if name or phone:
        note_search(request, found, by="name" if name else "reach")
    picked = form.resident_id
    if picked is not None and all(each.resident.pk != picked for each in found):
        found = [*known_person(picked, visible=visible, now=now), *found]
    return found


def _booked(
    request: HttpRequest, form: DeskForm, found: list[Found], now: datetime
) -> tuple[Appointment | None, bool]:
    """The appointment; or None, and whether it is because the person may be known already."""
    key = form.idempotency_key
    if (first := already_booked(key)) is not None:
        return first, False
    form.refuse_incomplete()
    person = next((each for each in found if each.resident.pk == form.resident_id), None)
    if form.resident_id is not None and person is None:
        form.add_error("resident", _("Cette fiche n’existe plus. Cherchez la personne à nouveau."))
    if form.errors:
        return None, False
    if person is None and not form.is_new and _may_be_known(form, found):
        return None, True
    return _book(request, form, person, key, now), False


def _may_be_known(form: DeskForm, found: list[Found]) -> bool:
    """The same contact with a near name, or exactly the same name."""
    key = name_key(form.said("name") or "")
    return any(each.same or each.resident.name_key == key for each in found)


def _book(
    request: HttpRequest, form: DeskForm, person: Found | None, key: str, now: datetime
) -> Appointment | None:
    slot = offers.read_slot(form.said("slot"))
    topic = form.chosen_topic
    if slot is None or topic is None or slot.site_id not in form.sites:
        form.add_error("slot", _("Choisissez une heure."))
        return None
    overriding = bool(form.said("outside")) and _told(request, form, now)
    name = person.resident.name if person else form.said("name").strip()
    wish = Wish(
        topic=topic,
        site=form.sites[slot.site_id],
        starts_at=slot.starts_at,
        participants=form.participants(name),
        reach=form.way(person.contact if person else None),
        preference=Preference(mediator_id=slot.mediator_id),
        asked_for=form.preference(),
        contact_name=form.said("contact_name") or "",
        relation=form.said("relation") or Appointment.Relation.SELF,
        language=form.said("language") or "fr",
        mode=_mode(topic, form.said("mode") or ""),
        preparation=form.preparation(),
        survey_consent=bool(form.said("survey_consent")),
        outside=overriding,
        address=form.said("address") or "",
    )
    return _try(request, form, wish, key, now)


def _told(request: HttpRequest, form: DeskForm, now: datetime) -> bool:
    """Whether the box that was ticked says what this very time overrides, today as when it was shown."""
    asked = asked_time(form, (), reach_of(request), now)
    return asked is not None and not asked.refused and form.said("outside") == asked.value


def _why_not(request: HttpRequest, form: DeskForm, now: datetime) -> str:
    asked = asked_time(form, (), reach_of(request), now)
    if asked is not None and asked.overrides and not asked.refused:
        return _("Cette heure sort du cadre : lisez ce qu’elle dépasse, et cochez « Réserver quand même ».")
    return _("Cette heure vient d’être prise. Choisissez-en une autre : rien n’est perdu.")


def _mode(topic: Topic, asked: str) -> str:
    return asked if asked in topic.ways else topic.usual_way


def _try(request: HttpRequest, form: DeskForm, wish: Wish, key: str, now: datetime) -> Appointment | None:
    try:
        appointment = book(wish, by=actor(request), now=now, idempotency_key=key)
    except SlotTaken:
        form.add_error("slot", _why_not(request, form, now))
    except (TooSoon, TooFar):
        form.add_error("slot", _("Cette heure est passée, ou trop lointaine. Choisissez-en une autre."))
    except NotOffered:
        form.add_error("slot", _("Ce lieu ne propose pas ce motif de cette façon."))
    except (AddressMissing, NobodyToCall) as refused:
        form.add_error(*_missing(refused))
    except InvalidContact as refused:
        field = _FIELDS_OF_CONTACTS.get(refused.field, "reach_value")
        form.add_error(field, contact_mistake(refused))
        if field != "reach_value":
            form.offer_numbers(field)
    except Busy:
        form.add_error(None, _("Beaucoup de monde réserve en ce moment. Appuyez encore sur « Réserver »."))
    except BookingError:
        form.add_error(None, _("Cette réservation n’est pas possible. Choisissez une autre heure."))
    else:
        messages.success(request, _("C’est réservé."))
        return appointment
    return None


_FIELDS_OF_CONTACTS = {"phone": "phone", "own_phone": "second_phone"}


def _missing(refused: AddressMissing | NobodyToCall) -> tuple[str, str]:
    """The field that this way of helping needs, and why."""
    if isinstance(refused, AddressMissing):
        return "address", _("Cette visite se fait à domicile : écrivez l’adresse.")
    return "phone", _("Ce rendez-vous se fait par téléphone : il faut un numéro où appeler la personne.")


def _context(
    form: DeskForm, found: list[Found], doubt: bool, reach: Reach, now: datetime, *, times: bool
) -> dict[str, object]:
    topic = form.chosen_topic
    from_day = form.said("from_day")
    start = hours_of(from_day)[0] if from_day else now
    site_id = form.said("site")
    around = nearby(form.said("near") or "", form.sites.values())
    days = (
        offers.soonest(
            topic,
            now=now,
            start=max(now, start),
            site_ids=[site_id] if site_id else [site.pk for site in around.sites] or None,
            preference=form.preference(),
        )
        if topic
        else []
    )
    picked = form.said("resident") or _sure(found, doubt)
    where = cursor(form, found=bool(found), picked=picked, times=times)
    form.put_cursor(where)
    return {
        "form": form,
        "found": found,
        "picked": picked,
        "cursor": where,
        "new": NEW,
        "doubt": doubt,
        "searched": bool(form.said("name") or form.said("phone")),
        "days": days,
        "asked": asked_time(form, days, reach, now),
        "nearby": around,
        "chosen": asked_value(form),
        "topic": topic,
        "by_phone": BY_PHONE,
    }


def _sure(found: list[Found], doubt: bool) -> str:
    """The one person that the number and the name both name, already ticked; nobody in case of doubt."""
    same = [each for each in found if each.same]
    return str(same[0].resident.pk) if len(same) == 1 and not doubt else ""


# How long the counter may take back what it has just booked by mistake.
_JUST_BOOKED = timedelta(minutes=15)


@require_safe
@never_cache
@staff(*RECEPTION)
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The appointment to hand over, in large print."""
    appointment = appointment_or_404(request, pk)
    text = (
        appointment.topic.texts.filter(language__in=[appointment.language, "fr"]).order_by("language").last()
    )
    documents = text.documents.splitlines() if text else []
    context = {
        "appointment": appointment,
        "names": [each.resident.name for each in appointment.participations.all()],
        "topic": topic_names().get(appointment.topic_id, ""),
        "documents": [line for line in documents if line.strip()],
        "directions": appointment.site.directions.get("fr", ""),
        "telling": how_told(appointment),
        "others": last_digits(appointment),
        "phone": appointment.contact.value if appointment.contact.kind in BY_PHONE else "",
        "standing": appointment.status in Appointment.STANDING,
        "just_booked": timezone.now() - appointment.booked_at < _JUST_BOOKED,
    }
    return render(request, "staff/desk/card.html", context)
