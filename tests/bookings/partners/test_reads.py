"""What those who refer read of people leaves a trace, with an account and by a link."""

import pytest
from django.test import Client

from bookings.actions.referrer_links import new_follow_link
from bookings.models import ReferrerLink
from mediation.models import PartnerDomain, Trace
from mediation.traces import words
from tests import people
from tests.partners import SocialWorker
from tests.referring import a_partner
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(people.FRIDAY_BEFORE, tick=False)]


@pytest.fixture
def worker() -> SocialWorker:
    return SocialWorker(Town())


def left(kind: str = "partner_read") -> Trace:
    return Trace.objects.filter(kind=kind).latest("pk")


def test_each_page_of_a_referral_is_traced_as_read_of_the_person(worker: SocialWorker) -> None:
    referral = worker.referred()
    shown = 0
    for verb in ("", "corriger/", "retirer/", "heure/", "annuler/"):
        if worker.get(worker.page(referral, verb)).status_code == 200:
            shown += 1
    worker.client.post(worker.page(referral, "feuille/"))
    traces = Trace.objects.filter(kind="partner_read")
    assert shown >= 4 and traces.count() == shown + 1
    for found in traces:
        assert (found.actor, found.about, found.about_id) == (
            worker.user.pk,
            "resident",
            referral.resident_id,
        )
        assert found.data == {"referral": referral.pk} and found.organisation == worker.partner.pk


def test_a_press_that_leads_elsewhere_and_a_page_of_another_partner_leave_none(worker: SocialWorker) -> None:
    referral = worker.referred()
    other = SocialWorker(worker.town, partner=a_partner("Mission locale Fictive"))
    assert other.get(other.page(referral)).status_code == 404
    assert other.get("/partenaires/").status_code == 200
    said = {"name": "Amina Corrigée", "reach": "mobile", "mobile": people.AMINA_MOBILE, "need": "Un dossier."}
    assert worker.client.post(worker.page(referral, "corriger/"), said).status_code in (302, 422)
    assert not Trace.objects.filter(kind="partner_read").exists()


def test_the_list_is_one_trace_and_a_search_by_name_says_whose_records_were_shown(
    worker: SocialWorker,
) -> None:
    amina = worker.referred()
    worker.get("/partenaires/")
    assert left().data == {"found": [amina.resident_id]} and left().about == ""
    worker.client.post("/partenaires/", {"name": "Amina"})
    assert left("searched").data == {"by": "name", "found": [amina.resident_id]}
    worker.client.post("/partenaires/", {"name": "Zorglubine"})
    assert left("searched").data == {"by": "name", "found": []}
    assert "Zorglubine" not in str(list(Trace.objects.values()))


def test_who_follows_by_a_link_is_known_by_the_links_number(worker: SocialWorker) -> None:
    referral = worker.referred()
    PartnerDomain.objects.create(organisation=worker.partner, domain="ccas.example")
    token = new_follow_link(
        referral,
        email="zoe@ccas.example",
        language="fr",
        now=people.FRIDAY_BEFORE,
        partner_id=worker.partner.pk,
    )
    link, somebody = ReferrerLink.objects.get(), Client()
    for verb in ("", "corriger/"):
        assert somebody.get(f"/partenaires/lien/{token}/{verb}").status_code == 200
        found = left()
        assert found.actor is None and found.data == {"referral": referral.pk, "link": link.pk}
        assert words.who(found) == f"lien de suivi {link.pk}"
    assert Trace.objects.filter(kind="partner_read").count() == 2
    assert somebody.get("/partenaires/lien/inconnu/").status_code == 410
    assert Trace.objects.filter(kind="partner_read").count() == 2
