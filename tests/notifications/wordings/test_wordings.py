"""An organisation's own words: used in its messages, and never in the way of one."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import is_valid_path

from bookings.actions.confirm_mobile import send_code
from bookings.actions.refer import refer
from bookings.actions.referred import Referred, Referrer
from bookings.models import Referral
from bookings.people.who import RESIDENT_ON_WEB, Actor, WayToReach
from bookings.referrals import information
from mediation.models import Organisation, Territory
from notifications.channels import can_be_answered
from notifications.models import Message, Wording
from notifications.outbox.compose import compose
from notifications.texts import write as texts
from notifications.texts.kinds import WORDABLE, Kind
from notifications.texts.write import standard_wording
from notifications.wordings.change import change_wording
from notifications.wordings.examples import example_facts
from tests.notifications.conftest import Town
from tests.people import FRIDAY_BEFORE, TEN, an_organisation
from tests.referring import a_partner

LATER = FRIDAY_BEFORE + timedelta(minutes=1)
OWN = "Bonjour ! {service} : {quand}, {lieu}. {apporter} {lien} ou {telephone}"


def words(organisation: Organisation, kind: Kind, text: str, *, language: str = "fr") -> Wording:
    return change_wording(
        organisation_id=organisation.pk, kind=kind, language=language, text=text, by_id=None, now=LATER
    )


def said() -> str:
    return str(Message.objects.get().body)


def test_an_organisation_confirms_in_its_own_words(town: Town) -> None:
    words(town.site.organisation, Kind.CONFIRMATION, OWN)
    town.book()
    compose(now=LATER)
    assert said().startswith("Bonjour ! RDV numérique : lun. 30 nov. à 10h00, MQ Fictive. http")
    assert said().endswith(" ou 02 61 91 00 00")
    assert Message.objects.get().parts == 1


def test_what_to_bring_is_said_in_own_words_too_as_far_as_it_fits(town: Town) -> None:
    town.topic.texts.update(documents="Une pièce d’identité\n" + "\n".join(["Un document assez long"] * 20))
    words(town.site.organisation, Kind.CONFIRMATION, OWN)
    town.book()
    compose(now=LATER)
    assert "MQ Fictive. Apportez : une pièce d'identité ; un document assez long" in said()
    assert Message.objects.get().parts == 2


def test_the_words_of_one_organisation_are_not_anothers(town: Town) -> None:
    words(an_organisation("Centre social Fictif"), Kind.CONFIRMATION, OWN)
    words(town.site.organisation, Kind.REMINDER, OWN)
    words(town.site.organisation, Kind.CONFIRMATION, OWN, language="en")
    town.book()
    compose(now=LATER)
    assert not said().startswith("Bonjour")


@pytest.mark.parametrize(
    "broken",
    [
        "Bonjour, venez.",
        "{service} : {quand}, {lieu}. {telephone}",
        "{service} : {quand}, {lieu}. {lien}",
        "{service} : {lieu}. {lien} ou {telephone}",
        "{{% {quand {nom} {telephone",
        OWN + " mot" * 60,
        OWN + " 😀" * 30,
        "{0} {quand!r} {lieu.__class__} %(lien)s",
    ],
)
def test_a_broken_wording_never_stops_a_message(town: Town, broken: str) -> None:
    words(town.site.organisation, Kind.CONFIRMATION, broken)
    town.book()
    assert compose(now=LATER) == 1
    assert "Numéro " in said() or said().startswith("Bonjour ! RDV numérique")
    assert Message.objects.get().parts == 1
    assert "/r/" in said() and "02 61 91 00 00" in said()


def test_a_code_is_sent_in_the_words_of_where_one_books(town: Town) -> None:
    own = "{service} vous donne ce code : {code}. Gardez-le pour vous. {telephone}"
    words(town.site.organisation, Kind.CODE, own)
    for organisation_id in (town.site.organisation_id, None):
        send_code(
            uuid4(),
            phone="+33639980007",
            language="fr",
            by=RESIDENT_ON_WEB,
            now=LATER,
            organisation_id=organisation_id,
        )
    compose(now=LATER)
    own_code, usual_code = Message.objects.order_by("pk")
    assert own_code.body.startswith("RDV numérique vous donne ce code : ")
    assert own_code.organisation_id == town.site.organisation_id
    assert usual_code.body.startswith("RDV numérique : votre code est ")


def test_back_to_the_standard_text_and_every_step_is_kept(town: Town) -> None:
    for text in (OWN, OWN, "", OWN):
        words(town.site.organisation, Kind.CONFIRMATION, text)
    assert list(Wording.objects.order_by("pk").values_list("text", flat=True)) == [OWN, "", OWN]
    assert Wording.objects.in_use().get().text == OWN
    words(town.site.organisation, Kind.CONFIRMATION, "")
    town.book()
    compose(now=LATER)
    assert "Numéro" in said()


def test_own_words_cost_no_query_more_for_many_messages(town: Town) -> None:
    words(town.site.organisation, Kind.CONFIRMATION, OWN)

    def queries(hours: range) -> int:
        for hour in hours:
            town.book(TEN + timedelta(hours=hour), name=f"Personne {hour}", now=FRIDAY_BEFORE)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            compose(now=LATER)
        return len(asked)

    assert queries(range(1)) == queries(range(1, 6))


def test_nobody_is_asked_to_answer_a_sender_that_cannot_hear_or_a_service_that_does_not_read(
    settings,
) -> None:
    settings.TWILIO_TWO_WAY = False
    assert not can_be_answered()
    settings.TWILIO_TWO_WAY = True
    assert can_be_answered() is bool(is_valid_path("/twilio/sms"))


def test_own_words_may_say_how_to_answer(town: Town) -> None:
    own = "{service} : {quand}, {lieu}. {repondre} {lien} ou {telephone}"
    facts = replace(example_facts(Territory.current(), Kind.REMINDER), place="MQ", answerable=True)
    assert "Répondez 1" in texts.sms(Kind.REMINDER, "fr", facts, own=own)
    silent = replace(facts, answerable=False)
    assert "MQ. Voir ou annuler : http" in texts.sms(Kind.REMINDER, "fr", silent, own=own)


@pytest.mark.parametrize("kind", WORDABLE)
def test_the_standard_text_names_all_that_it_says(kind: Kind) -> None:
    assert {"{service}", "{telephone}"} <= set(
        standard_wording(kind, "fr").replace(",", " ").replace(".", " ").split()
    )


INVITES = "{service} : {orienteur} pense à vous. {lien} ou {telephone}, numéro {numero}. {refuser}"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_person_is_invited_in_the_words_of_who_receives_them(town: Town, language: str) -> None:
    change_wording(
        organisation_id=town.site.organisation_id,
        kind=Kind.REFERRAL_INVITATION,
        language=language,
        text=INVITES,
        by_id=None,
        now=FRIDAY_BEFORE,
    )
    referral = referred(town, language=language)
    compose(now=LATER)
    number = referral.number or ""
    pairs = " ".join(number[at : at + 2] for at in range(0, 8, 2))
    assert said().startswith("RDV numérique : CCAS de Démonstration pense à vous. http")
    assert f"02 61 91 00 00, numéro {pairs}." in said()
    assert Message.objects.get().parts <= 2


@pytest.mark.parametrize(
    "broken",
    [
        INVITES.replace("{orienteur}", "On"),
        INVITES.replace("{refuser}", ""),
        INVITES.replace("{lien}", ""),
        INVITES + " mot" * 99,
    ],
)
def test_an_invitation_always_says_who_referred_and_how_to_refuse(town: Town, broken: str, settings) -> None:
    settings.TWILIO_TWO_WAY = True
    words(town.site.organisation, Kind.REFERRAL_INVITATION, broken)
    referred(town)
    compose(now=LATER)
    assert "De la part de CCAS de Démonstration" in said() and "NON" in said()


def referred(town: Town, **fields: object) -> Referral:
    return refer(
        Referred(
            name="Amina Essai",
            reach=WayToReach("mobile", "06 39 98 00 01"),
            topic=town.topic,
            organisation=town.site.organisation,
            site=town.site,
            informed_version=information.CURRENT,
            **fields,
        ),
        referrer=Referrer(partner_id=a_partner().pk),
        by=Actor(channel="web", for_partner=True),
        now=FRIDAY_BEFORE,
        idempotency_key="one",
    )
