"""Somebody of a known partner refers without an account: by a link, once, and follows that one referral."""

import gzip
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from bookings.models import Appointment, Referral, ReferrerLink
from bookings.referrals.states import State
from mediation.models import PartnerDomain
from notifications.outbox.delivery import deliver
from notifications.referrers.links import write_links
from tests import people
from tests.architecture import budgets
from tests.partners import SocialWorker, text
from tests.referring import a_partner
from tests.staff import Town

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.time_machine(people.FRIDAY_BEFORE, tick=False),
]
ASK = "/partenaires/sans-compte/"
NOW = people.FRIDAY_BEFORE


@pytest.fixture
def ccas(transactional_db):
    partner = a_partner()
    PartnerDomain.objects.create(organisation=partner, domain="ccas.example")
    return partner


@pytest.fixture
def town(transactional_db):
    return Town()


@pytest.fixture
def somebody():
    return Client()


def link(somebody, email="zoe@ccas.example", now=NOW) -> str:
    somebody.post(ASK, {"email": email})
    write_links(now=now)
    deliver(clock=lambda: now)
    return re.search(r"/partenaires/lien/\S+", mail.outbox[-1].body).group(0)


def said(town, **fields):
    """The form as somebody without an account fills it in."""
    worker = SocialWorker.__new__(SocialWorker)
    worker.town = town
    return {**worker.says(), "your_name": "Zoé Essai, assistante sociale", **fields}


def test_the_answer_reveals_no_partner(ccas, somebody):
    known = text(somebody.post(ASK, {"email": "zoe@ccas.example"}))
    unknown = text(somebody.post(ASK, {"email": "zoe@ailleurs.example"}))
    assert "Si votre structure est connue" in known
    hide = lambda page: page.replace("ccas.example", "").replace("ailleurs.example", "")  # noqa: E731
    assert hide(known) == hide(unknown)
    write_links(now=NOW)
    deliver(clock=lambda: NOW)
    assert [letter.to for letter in mail.outbox] == [["zoe@ccas.example"]]
    assert "sessionid" not in somebody.cookies and "csrftoken" not in somebody.cookies


def test_an_address_is_tried_five_times_an_hour(ccas, somebody):
    for _ in range(5):
        somebody.post(ASK, {"email": "zoe@ailleurs.example"})
    answer = somebody.post(ASK, {"email": "zoe@ailleurs.example"})
    assert answer.status_code == 422 and "Attendez une heure" in text(answer)


def test_a_link_sends_one_referral_and_then_follows_it(ccas, town, somebody):
    address = link(somebody)
    assert ccas.name in text(somebody.get(address))
    answer = somebody.post(address, said(town))
    referral = Referral.objects.get()
    assert referral.at is State.INVITED
    assert (referral.partner, referral.referrer, referral.referrer_email) == (ccas, None, "zoe@ccas.example")
    assert referral.referrer_name == "Zoé Essai, assistante sociale"
    followed = text(somebody.get(answer.headers["Location"]))
    assert "Amina Essai" in followed and referral.number[:4] in followed
    assert "csrfmiddlewaretoken" not in followed
    assert somebody.get(address).status_code == 410
    assert somebody.post(address, said(town, name="Autre")).status_code == 410
    assert Referral.objects.count() == 1
    write_links(now=NOW)
    deliver(clock=lambda: NOW)
    assert mail.outbox[-1].subject.startswith("Suivre l’orientation")
    assert "Amina" not in mail.outbox[-1].body
    assert "sessionid" not in somebody.cookies


def test_what_is_wrong_sends_nothing_and_the_link_still_opens(ccas, town, somebody):
    address = link(somebody)
    answer = somebody.post(address, said(town, mobile="06 12"))
    assert answer.status_code == 422 and 'value="Amina Essai"' in text(answer)
    assert somebody.get(address).status_code == 200
    assert not Referral.objects.exists()


def test_a_link_is_over_after_an_hour_and_a_wrong_one_says_nothing(ccas, somebody, time_machine):
    address = link(somebody)
    time_machine.move_to(NOW + timedelta(hours=1, minutes=1))
    assert somebody.get(address).status_code == 410
    assert somebody.get("/partenaires/lien/inconnu/").status_code == 410
    write_links(now=NOW + timedelta(hours=2))
    assert not ReferrerLink.objects.exists()


def test_only_the_hash_of_a_link_is_kept(ccas, somebody):
    address = link(somebody)
    row = ReferrerLink.objects.get()
    assert row.clear == "" and row.token_hash not in address


def test_another_site_cannot_send_the_form(ccas, town, somebody):
    address = link(somebody)
    answer = somebody.post(address, said(town), headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


def test_the_page_that_asks_for_an_address_fits_in_one_round_trip(transactional_db, somebody):
    css = len(gzip.compress((settings.BASE_DIR / "mediation/static/site.css").read_bytes(), 9))
    page = somebody.get(ASK, headers={"accept-encoding": "gzip"})
    assert len(page.content) + css < budgets.PAGE_BYTES
    plain = text(somebody.get(ASK))
    assert plain.count("<script") == 0 and plain.count('rel="stylesheet"') == 1


def sent(somebody, town, **fields) -> tuple[Referral, str]:
    """A referral sent by a link, and the address of the link that follows it."""
    answer = somebody.post(link(somebody), said(town, **fields))
    return Referral.objects.latest("pk"), answer.headers["Location"]


def correction(somebody, follows, **fields):
    form = somebody.get(follows + "corriger/").context["form"]
    typed = {"name": "Amina Essai", "reach": "mobile", "mobile": people.AMINA_MOBILE}
    return {**typed, "version": form["version"].value(), **fields}


def test_the_link_that_follows_corrects_and_takes_back_as_an_account_does(ccas, town, somebody):
    referral, follows = sent(somebody, town)
    typed = correction(somebody, follows, name="Amina Essai-Martin", need="Un dossier de logement.")
    answer = somebody.post(follows + "corriger/", typed)
    assert answer.status_code == 302
    assert "La correction est enregistrée" in text(somebody.get(answer.headers["Location"]))
    referral.refresh_from_db()
    assert (referral.resident.name, referral.need) == ("Amina Essai-Martin", "Un dossier de logement.")
    assert "Retirer cette orientation" in text(somebody.get(follows + "retirer/"))
    answer = somebody.post(follows + "retirer/")
    assert "L’orientation est retirée" in text(somebody.get(answer.headers["Location"]))
    referral.refresh_from_db()
    assert referral.at is State.WITHDRAWN
    who = [fact.data["who"] for fact in referral.journal.filter(kind__startswith="referral_")]
    assert set(who[-2:]) == {"referrer"}
    assert somebody.post(follows + "corriger/", typed).status_code == 409
    refused = somebody.post(follows + "corriger/", {**typed, "version": referral.version})
    assert "ne peut plus être corrigée" in text(somebody.get(refused.headers["Location"]))
    assert "sessionid" not in somebody.cookies and "csrftoken" not in somebody.cookies


def test_opening_the_link_or_its_pages_changes_nothing(ccas, town, somebody):
    """Mail servers open links before people do."""
    referral, follows = sent(somebody, town)
    before = referral.version
    for verb in ("", "corriger/", "retirer/", "heure/"):
        assert somebody.get(follows + verb).status_code == 200, verb
    assert somebody.get(follows + "feuille/").status_code == 405
    referral.refresh_from_db()
    assert (referral.at, referral.version) == (State.INVITED, before)


def test_what_is_wrong_in_a_correction_stands_beside_its_field(ccas, town, somebody):
    referral, follows = sent(somebody, town)
    answer = somebody.post(follows + "corriger/", correction(somebody, follows, mobile="06 12"))
    assert answer.status_code == 422 and 'value="06 12"' in text(answer)
    referral.refresh_from_db()
    assert referral.contact.last4 == "0001"


def test_a_time_booked_by_the_link_is_moved_and_called_off_by_it(ccas, town, somebody):
    referral, follows = sent(somebody, town)
    slot = f"{int(people.TEN.timestamp())}-{town.site.pk}"
    assert "C’est réservé" in text(
        somebody.get(somebody.post(follows + "heure/", {"slot": slot}).headers["Location"])
    )
    later = f"{int((people.TEN + timedelta(hours=2)).timestamp())}-{town.site.pk}"
    somebody.post(follows + "heure/", {"slot": later})
    assert Appointment.objects.get().starts_at == people.TEN + timedelta(hours=2)
    assert "est annulé aussi" in text(somebody.get(follows + "retirer/"))
    somebody.post(follows + "annuler/")
    assert Appointment.objects.get().status == Appointment.Status.EXCUSED
    referral.refresh_from_db()
    assert referral.at is State.INVITED


def test_the_sheet_for_the_person_is_made_by_the_link_too(ccas, town, somebody):
    referral, follows = sent(somebody, town)
    shown = text(somebody.post(follows + "feuille/"))
    assert referral.number[:4] in shown and "/r/" in shown


def test_a_link_opens_its_own_referral_and_never_another(ccas, town, somebody):
    first, one = sent(somebody, town)
    second, _other = sent(somebody, town, name="Jean Exemple", key="2" * 8 + "-1111-1111-1111-111111111111")
    somebody.post(one + "retirer/")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.at, second.at) == (State.WITHDRAWN, State.INVITED)
    for verb in ("corriger/", "retirer/", "heure/", "annuler/", "feuille/"):
        assert somebody.post(f"/partenaires/lien/inconnu/{verb}").status_code == 410, verb


def test_another_site_cannot_press_for_whoever_holds_a_link(ccas, town, somebody):
    referral, follows = sent(somebody, town)
    answer = somebody.post(follows + "retirer/", headers={"sec-fetch-site": "cross-site"})
    referral.refresh_from_db()
    assert answer.status_code == 403 and referral.at is State.INVITED


def test_a_domain_taken_away_ends_its_links(ccas, town, somebody):
    referral, follows = sent(somebody, town)
    PartnerDomain.objects.all().delete()
    assert somebody.get(follows).status_code == 410
    assert somebody.post(follows + "retirer/").status_code == 410
    referral.refresh_from_db()
    assert referral.at is State.INVITED


def test_a_link_that_has_sent_nothing_yet_corrects_nothing(ccas, town, somebody):
    address = link(somebody)
    assert somebody.get(address + "corriger/").headers["Location"] == address
