"""What people hear of their workshop: once, by the way they can be reached, as long as it is so."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from bookings.actions.add_date import add_date
from bookings.actions.cancel_dates import cancel_dates
from bookings.actions.change_workshop import DateChange, change_date
from bookings.actions.enrol import Enrolment, enrol
from bookings.actions.lapse_seats import lapse_seats
from bookings.actions.leave_workshop import leave_workshop
from bookings.models import JournalEntry, Registration
from bookings.people.who import RESIDENT_ON_WEB, Participant, WayToReach
from bookings.records.told import registrations_to_be_told
from mediation.models import Territory
from notifications.letters.queue import to_print
from notifications.letters.sheet import sheets
from notifications.models import Message, State
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.reminding.workshops import remind_of_workshops
from notifications.texts import write as texts
from notifications.texts.encoding import is_gsm7, size
from notifications.texts.kinds import WORKSHOPS, Kind
from notifications.texts.write import Facts
from tests.bookings.workshops.planned import BEFORE, six_thursdays
from tests.notifications.caller import TOKEN, signed
from tests.staff import AT_THE_DESK, Town

pytestmark = pytest.mark.django_db
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
MOBILE = WayToReach("mobile", "06 39 98 00 01")


@pytest.fixture
def town(settings):
    settings.TWILIO_AUTH_TOKEN = TOKEN
    Territory.objects.create(
        name="Rennes Métropole",
        service_name="Rendez-vous numérique",
        sms_name="RDV numérique",
        phone="+33261910000",
    )
    return Town()


def comes(workshop, name, reach=MOBILE, *, dates=(), language="fr"):
    wanted = Enrolment(
        workshop, [Participant(name)], reach, [each.pk for each in dates], language=language, wait=True
    )
    return enrol(wanted, by=RESIDENT_ON_WEB, now=BEFORE, idempotency_key=name, token=name)


def told(at=BEFORE):
    """The sweeps, in order."""
    lapse_seats(now=at)
    compose(now=at)
    remind_of_workshops(now=at)
    deliver(clock=lambda: at)


def said(kind):
    return Message.objects.filter(kind=kind).order_by("pk")


def test_a_confirmation_tells_the_first_date_how_many_more_and_nothing_of_what_about(town, line):
    comes(six_thursdays(town), "Amina")
    told()
    told(BEFORE + HOUR)
    assert [taken.body.partition(" Voir")[0] for taken in line.taken] == [
        "RDV numérique : atelier jeu. 8 oct. à 14h00 et 5 autres dates, MQ Fictive. C'est noté."
    ]
    assert "courriel" not in line.taken[0].body


def test_the_day_before_each_date_is_recalled_once(town, line):
    workshop = six_thursdays(town, times=2)
    comes(workshop, "Amina")
    told()
    eve = datetime(2026, 10, 7, 8, 0, tzinfo=UTC)
    for minutes in (-1, 0, 1, 60):
        told(eve + timedelta(minutes=minutes))
    assert [each.rule for each in said("workshop_reminder")] == [str(workshop.dates.first().pk)]
    assert "Rappel : atelier jeu. 8 oct. à 14h00" in line.taken[-1].body
    told(eve + timedelta(days=7))
    assert said("workshop_reminder").count() == 2


def test_an_offer_is_answered_with_a_digit_and_a_no_goes_to_the_next(town, line, monkeypatch):
    workshop = six_thursdays(town, capacity=1, times=1)
    has = comes(workshop, "Jean", WayToReach("mobile", "06 39 98 00 09"))
    first = comes(workshop, "Amina")
    second = comes(workshop, "Inès", WayToReach("mobile", "06 39 98 00 02"))
    told()
    leave_workshop(has.pk, by=RESIDENT_ON_WEB, now=BEFORE + HOUR)
    told(BEFORE + HOUR)
    offer = line.taken[-1]
    assert "Répondez 1 oui, 2 non, avant ven. 2 oct. à 11h00. Ou : http" in offer.body
    assert offer.to == "+33639980001" and size(offer.body).parts <= 2

    def answers(body, phone, at):
        monkeypatch.setattr(timezone, "now", lambda: at)
        form = {"MessageSid": f"SM{uuid4().hex}", "From": phone, "To": "+33939980000", "Body": body}
        assert signed(Client(), "/twilio/sms", form, TOKEN).status_code == 200
        told(at)

    answers("2", "+33639980001", BEFORE + 2 * HOUR)
    assert Registration.objects.get(pk=first.pk).state == "left"
    answers("Oui merci", "+33639980002", BEFORE + 3 * HOUR)
    assert Registration.objects.get(pk=second.pk).state == "registered"
    assert "C'est noté. Voir ou annuler" in line.taken[-1].body and line.taken[-1].to == "+33639980002"
    answers("1", "+33639980001", BEFORE + 4 * HOUR)
    assert list(workshop.dates.values_list("taken", flat=True)) == [1]


def test_everybody_hears_once_that_a_date_is_off_by_the_way_they_can_be_reached(town, line):
    workshop = six_thursdays(town, times=2)
    first, _second = workshop.dates.all()
    ways = {
        "Amina": MOBILE,
        "Jean": WayToReach("email", "jean@example.org"),
        "Zoé": WayToReach("letter", "2 rue Fictive, 35000 Rennes"),
        "Omar": WayToReach("landline", "02 61 91 00 02"),
    }
    for name, way in ways.items():
        comes(workshop, name, way)
    told()
    cancel_dates([first.pk], by=AT_THE_DESK, now=BEFORE + HOUR)
    for _ in range(2):
        told(BEFORE + HOUR)
    channels = said("workshop_cancelled").order_by("channel").values_list("channel", flat=True)
    assert list(channels) == ["email", "letter", "people", "sms"]
    mail = next(taken for taken in line.taken if taken.subject.startswith("Atelier annulé"))
    assert "- jeudi 8 octobre à 14 h\n" in mail.body.replace("\N{NO-BREAK SPACE}", " ")
    (entry,) = registrations_to_be_told(BEFORE + HOUR)
    assert [each.name for each in entry.registration.people.all()] == ["Omar"]
    (sheet,) = sheets(to_print(said("workshop_cancelled").filter(channel="letter"), now=BEFORE + HOUR))
    assert sheet.lines[0] == "Zoé" and sheet.opening.startswith("Nous devons annuler") and not sheet.stands


def test_other_hours_are_told_and_what_was_still_to_go_goes_no_more(town, line):
    workshop = six_thursdays(town, times=1)
    comes(workshop, "Amina", language="tr")
    compose(now=BEFORE)
    date = workshop.dates.get()
    later = DateChange(date.starts_at + HOUR, date.ends_at + HOUR, date.capacity)
    change_date(date.pk, later, by=AT_THE_DESK, now=BEFORE)
    told()
    assert said("workshop_registered").get().state == State.CANCELLED
    assert "Perşembe, saat 15:00" in line.taken[-1].body


def test_a_date_more_is_told_once_to_whoever_comes_to_all_of_them(town, line):
    workshop = six_thursdays(town, times=1)
    comes(workshop, "Amina")
    comes(workshop, "Jean", WayToReach("mobile", "06 39 98 00 09"), dates=[workshop.dates.get()])
    comes(workshop, "Zoé", WayToReach("letter", "2 rue Fictive, 35000 Rennes"))
    told()
    line.taken.clear()
    last = workshop.dates.get()
    for weeks in (1, 2):
        span = (last.starts_at + weeks * WEEK, last.ends_at + weeks * WEEK)
        add_date(workshop.pk, span, capacity=8, animators=[], by=AT_THE_DESK, now=BEFORE)
    told()
    told(BEFORE + HOUR)
    assert [taken.body.partition(" Voir")[0] for taken in line.taken] == [
        "RDV numérique : une date de plus à votre atelier : jeu. 15 oct. à 14h00, MQ Fictive. Votre place est gardée.",
        "RDV numérique : une date de plus à votre atelier : jeu. 22 oct. à 14h00, MQ Fictive. Votre place est gardée.",
    ]
    letters = sheets(to_print(said("workshop_date_added").filter(channel="letter"), now=BEFORE + HOUR))
    assert [each.when for each in letters] == ["jeudi 15 octobre à 14\xa0h", "jeudi 22 octobre à 14\xa0h"]


def test_whoever_has_only_an_address_is_reminded_by_a_letter_that_can_arrive(town, line):
    workshop = six_thursdays(town, times=3)
    comes(workshop, "Zoé", WayToReach("letter", "2 rue Fictive, 35000 Rennes"))
    told()
    for days in range(1, 20):
        told(BEFORE + timedelta(days=days))
    dates = list(workshop.dates.all())
    letters = said("workshop_reminder").filter(channel="letter")
    assert [each.rule for each in letters] == [str(each.pk) for each in dates[1:]]
    # Seven working days before the 15th; the first date was told by the confirmation a week before.
    first = said("workshop_reminder").first()
    assert first.channel == "letter" and first.created_at.date().isoformat() == "2026-10-08"
    (sheet,) = sheets([first])
    assert sheet.when.startswith("jeudi 15 octobre") and sheet.opening == "Nous vous rappelons votre atelier."


def test_who_chose_discretion_is_told_nothing_and_asks_nothing_of_the_team(town, line):
    workshop = six_thursdays(town, times=1)
    registration = comes(workshop, "Amina")
    registration.people.update(discreet=True)
    cancel_dates([workshop.dates.get().pk], by=AT_THE_DESK, now=BEFORE)
    told()
    assert line.taken == [] and not JournalEntry.objects.filter(kind="not_told").exists()


_FACTS = Facts(
    service="RDV numérique Rennes",
    phone="02 61 91 00 00",
    link="https://rdv.example.fr/r/AbCdEf12Gh34",
    starts_at=datetime(2026, 12, 9, 8, 30, tzinfo=UTC),
    days=tuple(datetime(2026, 12, 9, 8, 30, tzinfo=UTC) + timedelta(days=n) for n in range(6)),
    place="Médiathèque Lucien Rose",
    until=datetime(2026, 12, 8, 8, 30, tzinfo=UTC),
    seat=True,
    answerable=True,
)


@pytest.mark.parametrize("kind", sorted(WORKSHOPS))
@pytest.mark.parametrize("language", texts.WRITTEN_IN)
def test_each_text_says_when_where_and_whom_to_call_within_its_parts(kind: Kind, language: str) -> None:
    body = texts.sms(kind, language, _FACTS)
    phone = "0261910000" if language == "ar" else "02 61 91 00 00"
    assert all(fact in body for fact in (_FACTS.link, _FACTS.place, phone, "9"))
    assert size(body).parts <= texts.most_parts(kind, language)
    assert is_gsm7(body) or language not in texts.GSM7_LANGUAGES
    assert "  " not in body and "()" not in body
