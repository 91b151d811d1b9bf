"""Topics: their texts, what is heard of them, and who offers them to everybody."""

import pytest
from django.test import Client
from django.urls import reverse

from mediation.demo.topics import TOPICS
from mediation.models import Topic
from tests.bookings.set_up.pages import edit, new, save
from tests.people import MONDAY_8AM
from tests.sign_in import a_user, sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
PHONE = {
    "name_fr": "Me servir de mon téléphone",
    "spoken_fr": "vous servir de votre téléphone",
    "name_fr-falc": "Mon téléphone",
    "name_en": "Use my phone",
    "spoken_en": "to use your phone",
    "pictogram": "phone",
}


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def paul():
    return sign_in(Client(), a_user("metro_coordinator"))


def test_a_topic_is_made_with_its_texts_in_three_languages(town, paul):
    assert save(paul, new("motifs"), **PHONE).status_code == 302
    topic = Topic.objects.get(code="me-servir-de-mon-telephone")
    assert topic.active and topic.modes == ["on_site"]
    texts = {text.language: (text.name, text.spoken) for text in topic.texts.all()}
    assert texts == {
        "fr": ("Me servir de mon téléphone", "vous servir de votre téléphone"),
        "fr-falc": ("Mon téléphone", ""),
        "en": ("Use my phone", "to use your phone"),
    }
    save(paul, edit("motifs", topic.pk), name_en="", spoken_en="")
    assert set(topic.texts.values_list("language", flat=True)) == {"fr", "fr-falc"}


def test_a_voice_speaks_to_somebody_so_mon_is_refused_beside_its_field(town, paul):
    page = save(paul, new("motifs"), **PHONE | {"spoken_fr": "me servir de mon téléphone"})
    assert page.status_code == 422 and set(page.context["form"].errors) == {"spoken_fr"}
    page = save(paul, new("motifs"), **PHONE | {"name_en": ""})
    assert set(page.context["form"].errors) == {"name_en"}


def test_a_coordinator_proposes_a_topic_and_the_territory_offers_it(town, paul):
    ines = sign_in(Client(), town.user("coordinator"))
    save(ines, new("motifs"), **PHONE)
    topic = Topic.objects.get(code="me-servir-de-mon-telephone")
    assert not topic.active and topic.proposed_by == town.here
    close = reverse("staff_set_up_close", args=["motifs", topic.pk])
    assert "la coordination métropolitaine" in ines.get(close).content.decode()
    ines.post(close)
    assert list(Topic.objects.filter(active=True)) == [town.topic]
    paul.post(close)
    assert Topic.objects.filter(pk=topic.pk, active=True).exists()
    # From then on it is everybody's.
    assert ines.get(edit("motifs", topic.pk)).status_code == 404
    assert (
        "Me servir de mon téléphone"
        in ines.get(reverse("staff_set_up_list", args=["motifs"])).content.decode()
    )


def test_the_topics_of_the_demo_are_sentences_to_hear(town):
    for facts in TOPICS:
        for language, text in facts.texts.items():
            if language != "fr-falc" and facts.pictogram != "unknown":
                assert text.spoken and text.spoken[0].islower(), facts.code
                assert not any(word in text.spoken.split() for word in ("mon", "ma", "mes", "me", "my")), (
                    facts.code
                )
