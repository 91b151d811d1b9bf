"""What the team reads of messages: the day's, a person's, and what they cost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.actions.call_off import cancel
from bookings.models import Contact, Resident
from bookings.people.who import SYSTEM, WayToReach
from mediation.models import Organisation
from notifications.models import Call, Ceiling, ChannelName, Message, State
from notifications.outbox.pauses import slow_down
from notifications.talk.conversation import receive
from notifications.talk.turn import Text
from notifications.tasks import compose_messages, watch_messages
from tests.notifications.conftest import Town
from tests.notifications.outbox.test_sweeps import ahead
from tests.people import AMINA_MOBILE, an_organisation
from tests.sent_back import sends
from tests.sign_in import a_user, sign_in


def by(client: Client, kind: str, organisation: Organisation | None) -> Client:
    return sign_in(client, a_user(kind, organisation))


def told(town: Town, days: int = 3, name: str = "Amina") -> Message:
    """Somebody who booked and was told."""
    town.book(**ahead(days), name=name)
    compose_messages()
    return Message.objects.latest("pk")


def sent(message: Message, **changes: object) -> None:
    """As a provider would have it."""
    fields = {"state": State.SENT, "provider_id": "SM1", **changes}
    Message.objects.filter(pk=message.pk).update(**fields)


def test_the_desk_reads_what_went_out_today_and_what_became_of_it(client: Client, town: Town) -> None:
    told(town)
    failed = told(town, 4, "Jean")
    sent(failed, state=State.FAILED, why="unreachable")
    by(client, "desk", town.site.organisation)
    page = client.get(reverse("staff_messages")).content.decode()
    assert "Amina" in page and "Jean" in page
    assert "téléphone éteint ou hors réseau" in page
    assert "… 0001" in page and AMINA_MOBILE.replace(" ", "")[1:] not in page
    only_failed = client.get(reverse("staff_messages"), {"etat": "echec"}).content.decode()
    assert "Jean" in only_failed and "Amina" not in only_failed
    yesterday = timezone.localdate() - timedelta(days=1)
    assert (
        "Aucun message ce jour-là"
        in client.get(reverse("staff_messages"), {"jour": yesterday}).content.decode()
    )


def test_messages_of_other_structures_are_not_shown(client: Client, town: Town) -> None:
    told(town)
    by(client, "desk", an_organisation("Une autre"))
    assert "Amina" not in client.get(reverse("staff_messages")).content.decode()


def test_who_answers_for_several_structures_looks_at_one(client: Client, town: Town) -> None:
    told(town)
    other = an_organisation("Une autre")
    by(client, "metro_coordinator", None)
    page = client.get(reverse("staff_messages"), {"structure": town.site.organisation_id}).content.decode()
    assert "Une autre" in page and "Amina" in page
    assert f"structure={town.site.organisation_id}" in page
    assert "Amina" not in client.get(reverse("staff_messages"), {"structure": other.pk}).content.decode()


def test_the_page_of_messages_takes_as_many_queries_for_many(client: Client, town: Town) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("staff_messages"))
        return len(captured)

    told(town)
    by(client, "desk", town.site.organisation)
    client.get(reverse("staff_messages"))
    few = queries()
    for days in (4, 5, 6, 7):
        told(town, days, f"Amina {days}")
    assert queries() == few <= 14


def test_a_persons_page_says_what_they_were_told_when_and_how(client: Client, town: Town) -> None:
    told(town)
    by(client, "desk", town.site.organisation)
    address = reverse("staff_resident", args=[Resident.objects.get().pk])
    page = client.get(address).content.decode()
    assert "Ce qui lui a été dit" in page
    assert "Confirmation : reçu par SMS" in page.replace("\xa0", " ")
    client.logout()
    by(client, "desk", an_organisation("Une autre"))
    assert "Ce qui lui a été dit" not in client.get(address).content.decode()


def a_call(town: Town, seconds: int) -> None:
    now = timezone.now()
    Call.objects.create(
        sid=f"CA{seconds}",
        site=town.site,
        started_at=now,
        heard_at=now,
        ended_at=now + timedelta(seconds=seconds),
    )


def test_costs_are_parts_and_minutes_by_structure_and_month(client: Client, town: Town) -> None:
    sent(told(town), parts=2)
    sent(told(town, 4, "Jean"), parts=1)
    a_call(town, 61)
    other = an_organisation("Une autre")
    by(client, "metro_coordinator", None)
    page = client.get(reverse("staff_costs")).content.decode()
    assert ">3</td>" in page and "0,28" in page
    lines = client.get(reverse("staff_costs"), {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Structure;SMS;Segments;Appels;Minutes;Euros;Plafond"
    ours = town.site.organisation.name
    assert sorted(lines[1:]) == sorted([f"{other.name};0;0;0;0;0,00;", f"{ours};2;3;1;2;0,28;"])
    assert client.get(reverse("staff_costs"), {"mois": "2020-02"}).status_code == 200
    assert client.get(reverse("staff_costs"), {"mois": "jamais"}).status_code == 404


def test_a_coordinator_sees_the_costs_of_their_own_structure_only(client: Client, town: Town) -> None:
    an_organisation("Une autre")
    by(client, "coordinator", town.site.organisation)
    assert "Une autre" not in client.get(reverse("staff_costs")).content.decode()


def test_near_its_ceiling_a_structure_is_warned_once_a_month_and_messages_still_go(
    client: Client, town: Town
) -> None:
    coordinator = a_user("coordinator", town.site.organisation)
    sign_in(client, coordinator)
    address = reverse("staff_ceiling", args=[town.site.organisation.pk])
    assert sends(client, address, {"euros": "abc"}).status_code == 422
    sends(client, address, {"euros": "1,25"})
    assert Ceiling.objects.get().euros == Decimal("1.25")
    sent(told(town), parts=12)
    watch_messages()
    assert mail.outbox == []
    sent(Message.objects.get(), parts=13)
    watch_messages()
    watch_messages()
    assert [letter.to for letter in mail.outbox] == [[coordinator.email]]
    assert "1,04 euros" in mail.outbox[0].body and "1,25 euros" in mail.outbox[0].body
    assert "plus de 80" in client.get(reverse("staff_costs")).content.decode()
    sent(Message.objects.get(), parts=16)
    assert "le plafond du mois est atteint" in client.get(reverse("staff_costs")).content.decode()
    assert told(town, 4, "Jean").state == State.DELIVERED
    sends(client, address, {"euros": ""})
    assert not Ceiling.objects.exists()


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)"])
def test_no_spreadsheet_takes_a_name_for_a_formula(client: Client, town: Town, name: str) -> None:
    Organisation.objects.update(name=name)
    Contact.objects.all().delete()
    by(client, "coordinator", town.site.organisation)
    assert f"'{name};" in client.get(reverse("staff_costs"), {"format": "csv"}).content.decode("utf-8-sig")


# -- What needs a person ---------------------------------------------------------------------------
def test_the_page_says_what_somebody_has_to_do_and_where(client: Client, town: Town) -> None:
    town.book(**ahead(20), reach=WayToReach("letter", "12 rue de l’Exemple, 35000 Rennes"))
    unreachable = town.book(**ahead(3), reach=WayToReach("none"), name="Jean")
    cancel(unreachable.pk, by=SYSTEM, now=timezone.now(), for_the_service=True)
    compose_messages()
    receive(Text("SMunread", "+33639980077", "je ne sais pas quoi faire", ""), now=timezone.now())
    page = the_page(client, town)
    assert "1 personne à prévenir" in page and reverse("staff_to_tell") in page
    assert "1 lettre à poster" in page
    assert "1 SMS attend une réponse" in page


def test_when_nobody_waits_the_page_says_so(client: Client, town: Town) -> None:
    assert "Personne à prévenir pour l’instant." in the_page(client, town)


def test_while_a_provider_wants_us_to_wait_the_page_says_until_when(client: Client, town: Town) -> None:
    slow_down(ChannelName.SMS, now=timezone.now(), asked=timedelta(minutes=5))
    assert "L’opérateur demande d’attendre (SMS)" in the_page(client, town)


def the_page(client: Client, town: Town) -> str:
    by(client, "desk", town.site.organisation)
    return str(client.get(reverse("staff_messages")).content.decode())
