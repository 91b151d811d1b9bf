"""What has nothing of its reader is kept by browsers and proxies, and asked about by its fingerprint."""

import pytest
from django.test import Client

from mediation.models import Territory, TopicText
from mediation.remembered import forget
from tests.people import a_topic

pytestmark = pytest.mark.django_db
PAGES = ["/", "/en/", "/fr-falc/", "/service/", "/en/donnees-personnelles/", "/accessibilite/"]


def get(address: str, **headers: str):  # type: ignore[no-untyped-def]
    return Client().get(address, headers=headers)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_has_not_changed_is_not_sent_again(address: str) -> None:
    first = get(address, accept_encoding="gzip")
    assert first["Cache-Control"] == "public, max-age=60" and first["ETag"]
    assert not first.cookies and "Cookie" not in first.get("Vary", "")

    again = get(address, accept_encoding="gzip", if_none_match=first["ETag"])
    assert again.status_code == 304 and again.content == b""
    assert again["ETag"] == first["ETag"] and "Content-Security-Policy" in again


def test_a_page_that_has_changed_is_sent() -> None:
    before = get("/")
    TopicText.objects.filter(topic=a_topic(), language="fr").update(name="Un nouveau besoin")
    forget()

    after = get("/", if_none_match=before["ETag"])

    assert after.status_code == 200 and "Un nouveau besoin" in after.content.decode()


def test_each_language_and_each_query_has_its_own_page() -> None:
    assert "What do you need" in get("/en/").content.decode()
    assert "De quoi avez-vous besoin" in get("/").content.decode()
    assert 'href="/en/?de=affiche"' in get("/?de=affiche").content.decode()
    assert 'href="/en/"' in get("/").content.decode()


def test_what_one_person_may_not_see_is_never_made_for_all(client: Client) -> None:
    """A page is the same for somebody of the team: their name, their menu are on other pages."""
    Territory.objects.create(service_name="Service fictif", name="Ville fictive", sms_name="Fictif")
    signed_out = get("/").content
    forget()
    client.cookies["sessionid"] = "made-up"
    assert client.get("/").content == signed_out


@pytest.mark.parametrize("address", ["/retrouver/", "/etre-rappele/"])
def test_a_page_where_somebody_types_is_not_kept_by_proxies(address: str) -> None:
    assert "public" not in get(address).get("Cache-Control", "")
