"""Frugality is a number: bytes, requests and queries of the resident's pages."""

import gzip
import os
import re
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.actions.add_step import Step, add_step
from bookings.actions.book import book
from bookings.actions.decide import work_through
from bookings.actions.interrupt import Decision, Plan, interrupt
from bookings.following.links import prepare_link
from bookings.models import (
    Appointment,
    ConfirmationCode,
    Interrupted,
    Interruption,
    SurveyRequest,
    Workshop,
    WorkshopText,
)
from bookings.models import Resident as Person
from bookings.people.links import new_link, new_referral_link
from bookings.people.who import RESIDENT_ON_WEB, Participant, WayToReach
from bookings.surveys.links import token_hash, token_of
from mediation.models import Commune, Mediator, Neighbourhood, Opening, Topic, TopicText
from mediation.remembered import forget
from mediation.responsible import figures
from tests.architecture import budgets
from tests.architecture.page import elements
from tests.people import MONDAY, MONDAY_8AM, TEN, a_site, an_organisation, wish
from tests.referring import a_partner, refers
from tests.residents import AMINA, Resident, hidden_draft, whom_address

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
CSS = len(gzip.compress((settings.BASE_DIR / "mediation/static/site.css").read_bytes(), 9))
ZOE = WayToReach("mobile", "06 39 98 00 77")
_NOT_QUERIES = re.compile(r"BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK")


@pytest.fixture
def territory():  # type: ignore[no-untyped-def]
    """As much as the real one: 43 communes, 24 sites, 30 mediators every day, 13 topics."""
    organisation = an_organisation()
    for number in range(43):
        commune = Commune.objects.create(insee_code=f"35{number:03}", name=f"Commune fictive {number}")
    for number in range(20):
        Neighbourhood.objects.create(commune=commune, name=f"Quartier fictif {number}")
    sites = [
        a_site(
            organisation, f"Espace social fictif {number}", usual=number < 6, step_free=True, languages=["ar"]
        )
        for number in range(24)
    ]
    topics = [
        Topic.objects.create(code=f"t{n}", pictogram="forms", position=n, duration_min=60) for n in range(13)
    ]
    for topic in topics:
        TopicText.objects.create(
            topic=topic, language="fr", name="Un sujet fictif", explanation="Une explication de deux lignes."
        )
    add_mediators(30, sites)
    workshop = Workshop.objects.create(
        organisation=organisation, site=sites[0], topic=topics[0], capacity=8, made_at=MONDAY_8AM
    )
    WorkshopText.objects.create(workshop=workshop, language="fr", title="Un atelier fictif")
    for week in range(6):
        starts_at = TEN + timedelta(weeks=week)
        workshop.dates.create(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), capacity=8)
    return {
        "workshop": workshop,
        "topic": topics[0],
        "site": sites[0],
        "sites": sites,
        "organisation": organisation,
        "instead": asked_instead(topics[0], sites[0]),
        "to do": something_to_do(),
        "survey": asked_how(topics[0], sites[0]),
    }


def asked_how(topic, site) -> str:  # type: ignore[no-untyped-def]
    """The link of somebody who is asked how their session went."""
    wished = wish(
        topic,
        site,
        TEN,
        participants=[Participant("Ali Essai")],
        reach=WayToReach("mobile", "06 39 98 00 71"),
    )
    session = book(wished, by=RESIDENT_ON_WEB, now=MONDAY_8AM, idempotency_key="how")
    SurveyRequest.objects.create(
        appointment=session,
        token_hash=token_hash(token_of(session.pk)),
        asked_at=MONDAY_8AM,
        expires_at=MONDAY_8AM + timedelta(days=14),
    )
    return token_of(session.pk)


def something_to_do() -> str:
    """The link by which the same person sees what they have to do."""
    person = Person.objects.get()
    for number in range(4):
        add_step(
            person.pk,
            Step("Rapporter le papier de la caisse de retraite", due_on=MONDAY),
            organisation_id=Appointment.objects.get().organisation_id,
            by=RESIDENT_ON_WEB,
            now=MONDAY_8AM,
            form_key=f"step {number}",
        )
    token, row = prepare_link(person.pk, now=MONDAY_8AM)
    row.save()
    return token


def asked_instead(topic, site) -> str:  # type: ignore[no-untyped-def]
    """The link of somebody whose appointment could not be kept, and who is asked about three other times."""
    appointment = book(
        wish(topic, site, TEN + timedelta(days=1), participants=[Participant("Zoé Essai")], reach=ZOE),
        by=RESIDENT_ON_WEB,
        now=MONDAY_8AM,
        idempotency_key="instead",
    )
    interrupt(
        Plan(
            interruption=Interruption(
                kind=Interruption.Kind.AWAY,
                organisation=site.organisation,
                mediator=appointment.mediator,
                first_day=MONDAY + timedelta(days=1),
                last_day=MONDAY + timedelta(days=1),
                announced=False,
            ),
            sites=[site],
            decisions=[Decision(appointment, Interrupted.Remedy.OFFER)],
        ),
        by=RESIDENT_ON_WEB,
        now=MONDAY_8AM,
        idempotency_key="instead",
    )
    work_through(clock=lambda: MONDAY_8AM + timedelta(hours=1))
    return new_link(appointment, now=MONDAY_8AM)


def add_mediators(count: int, sites) -> None:  # type: ignore[no-untyped-def]
    """Mediators who receive every day of the week at their site."""
    start = Mediator.objects.count()
    people = Mediator.objects.bulk_create(
        Mediator(
            organisation=sites[0].organisation, name=f"M{start + n}", first_name="Léa", gender="fm"[n % 2]
        )
        for n in range(count)
    )
    Opening.objects.bulk_create(
        Opening(
            mediator=person,
            site=sites[(start + n) % len(sites)],
            first_day=MONDAY + timedelta(days=day),
            opens=time(9),
            closes=time(17),
        )
        for n, person in enumerate(people)
        for day in range(5)
    )


def queries(action) -> tuple[int, object]:  # type: ignore[no-untyped-def]
    """How many queries, transaction control left out, and the answer."""
    with CaptureQueriesContext(connection) as captured:
        answer = action()
    sql = [query["sql"] for query in captured.captured_queries]
    return sum(not _NOT_QUERIES.match(statement) for statement in sql), answer


def pages(territory) -> dict[str, str]:  # type: ignore[no-untyped-def]
    topic, site = territory["topic"].public_id, territory["site"].public_id
    return {
        "home": "/",
        "place": reverse("place", args=[site]),
        "where": reverse("where", args=[topic]),
        "all sites": reverse("places", args=[topic]),
        "near": reverse("near", args=[topic, "c35000"]),
        "anywhere": reverse("anywhere", args=[topic]),
        "when": reverse("when", args=[topic, site]),
        "whom": whom_address(territory["topic"], territory["site"], TEN),
        "find": reverse("find"),
        "call back": reverse("call_back"),
        "workshops": reverse("workshops"),
        "workshop": reverse("workshop", args=[territory["workshop"].public_id]),
        "wait": reverse("wait_here", args=[topic, site]),
        "wait anywhere": reverse("wait_anywhere", args=[topic]),
        "about": reverse("about"),
        "ecodesign": reverse("ecodesign"),
        "personal data": reverse("personal_data"),
        "accessibility": reverse("accessibility"),
        "accessibility criteria": reverse("accessibility_criteria"),
        "open data": reverse("open_data"),
        "figures": reverse("public_figures"),
        "survey code": reverse("survey_code"),
        "survey": reverse("survey", args=[territory["survey"]]),
        "survey thanks": reverse("survey_thanks"),
        "survey tablet": reverse("survey_tablet"),
        "to do": reverse("following", args=[territory["to do"]]),
        "my data": reverse("rights_code"),
        "my data by link": reverse("rights_link", args=[territory["to do"]]),
        "my data erased": reverse("rights_erased"),
        "choose instead": reverse("choose_instead", args=[territory["instead"]]),
    }


@pytest.mark.parametrize("prefix", ["", "/en", "/fr-falc"])
def test_every_page_and_its_style_fit_in_one_round_trip(territory, prefix: str) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    sizes = {}
    for name, address in pages(territory).items():
        answer = resident.get(prefix + address, **{"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip", name
        sizes[name] = len(answer.content) + CSS
    print("\n" + "\n".join(f"{name:15} {size:6} bytes" for name, size in sizes.items()))
    assert {name: size for name, size in sizes.items() if size >= budgets.PAGE_BYTES} == {}


def test_the_pages_of_who_was_referred_fit_too_and_ask_little(territory) -> None:  # type: ignore[no-untyped-def]
    town = SimpleNamespace(topic=territory["topic"], here=territory["organisation"], site=None)
    referral = refers(town, a_partner(), now=MONDAY_8AM)
    resident, own = Resident(), reverse("referred", args=[new_referral_link(referral, now=MONDAY_8AM)])
    spent, times = queries(lambda: resident.get(own + "heures/"))
    first = times.context["days"][0][1][0]["url"]  # type: ignore[attr-defined]
    for address in (own, own + "heures/", first):
        more, answer = queries(lambda address=address: resident.get(address, **{"Accept-Encoding": "gzip"}))
        assert len(answer.content) + CSS < budgets.PAGE_BYTES, address  # type: ignore[attr-defined]
        spent += more if address != own + "heures/" else 0
    booked, _answer = queries(lambda: resident.post(first, {}))
    print(f"\nreferred: {spent} queries to see, {booked} to book")
    assert spent + booked <= budgets.REFERRED_QUERIES


def test_a_page_asks_for_its_style_sheet_and_nothing_else(territory) -> None:  # type: ignore[no-untyped-def]
    for address in pages(territory).values():
        html = Resident().get(address).content.decode()
        assert 1 + len(fetched(html)) <= budgets.REQUESTS_PER_PAGE, fetched(html)


def fetched(html: str) -> list[str]:
    """What a browser asks for to show a page."""
    asked = re.findall(r"<(?:link|script|img|iframe|source|object)[^>]*(?:href|src)=\"([^\"]+)", html)
    return [link for link in asked if not link.startswith("data:")]


def test_what_is_published_of_each_page_is_what_it_costs(territory) -> None:  # type: ignore[no-untyped-def]
    """`make figures` measures anew: it runs this with WRITE_FIGURES=1."""
    costs = {name: cost(address) for name, address in pages(territory).items()}
    print("\n" + f"{'':24} elements requests  bytes")
    for name, each in costs.items():
        print(f"{name:24} {each.elements:8} {each.requests:8} {each.bytes:6}")
    told = figures.written()
    if os.environ.get("WRITE_FIGURES"):
        figures.write(figures.Figures(datetime.now(UTC).date(), told.memory_mb, costs))
        return
    assert list(told.pages) == list(costs), "`make figures` measures anew"
    wrong = {name: (each, told.pages[name]) for name, each in costs.items() if differ(each, told.pages[name])}
    assert wrong == {}, "`make figures` measures anew"


def cost(address: str) -> figures.PageCost:
    """Of a first visit in French."""
    answer = Resident().get(address, **{"Accept-Encoding": "gzip"})
    html = gzip.decompress(answer.content).decode()
    return figures.PageCost(elements(html), 1 + len(fetched(html)), len(answer.content) + CSS)


def differ(now: figures.PageCost, told: figures.PageCost) -> bool:
    """By more than a tenth, or by a request."""
    near = all(
        abs(here - there) <= 0.1 * there
        for here, there in ((now.elements, told.elements), (now.bytes, told.bytes))
    )
    return not near or now.requests != told.requests


def test_a_journey_is_six_requests_and_thirty_queries(territory) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    spent = {}
    spent["what"], _ = queries(lambda: resident.get("/"))
    spent["where"], _ = queries(lambda: resident.get(pages(territory)["where"]))
    spent["when"], times = queries(lambda: resident.get(pages(territory)["when"]))
    address = times.context["days"][0][1][0]["url"]  # type: ignore[attr-defined]
    spent["whom"], form = queries(lambda: resident.get(address))
    spent["sent"], sent = queries(
        lambda: resident.post(f"{address}prendre/", {**AMINA, "draft": hidden_draft(form)})
    )
    spent["done"], done = queries(lambda: resident.get(sent.headers["Location"]))  # type: ignore[attr-defined]
    print("\n", spent, sum(spent.values()))
    assert done.status_code == 200 and "C’est noté" in done.content.decode()  # type: ignore[attr-defined]
    assert resident.pages <= budgets.JOURNEY_REQUESTS
    assert sum(spent.values()) <= budgets.JOURNEY_QUERIES


def test_a_journey_with_a_code_is_eight_requests_and_thirty_queries(territory) -> None:  # type: ignore[no-untyped-def]
    """In a process that has shown these pages before, as nearly all have."""
    territory["organisation"].confirm_mobile = True
    territory["organisation"].save()
    for name in ("home", "where", "when"):
        Resident().get(pages(territory)[name])
    resident = Resident()
    spent = [queries(lambda name=name: resident.get(pages(territory)[name]))[0] for name in ("home", "where")]
    count, times = queries(lambda: resident.get(pages(territory)["when"]))
    address = times.context["days"][0][1][0]["url"]  # type: ignore[attr-defined]
    form_count, form = queries(lambda: resident.get(address))
    asked_count, asked = queries(
        lambda: resident.post(f"{address}prendre/", {**AMINA, "draft": hidden_draft(form)})
    )
    typed = {"draft": hidden_draft(asked), "code": ConfirmationCode.objects.get().clear}
    sent_count, sent = queries(lambda: resident.post(reverse("code"), typed))
    done_count, done = queries(lambda: resident.get(sent.headers["Location"]))  # type: ignore[attr-defined]
    assert done.status_code == 200  # type: ignore[attr-defined]
    assert resident.pages <= budgets.JOURNEY_REQUESTS_WITH_CODE
    assert sum(spent) + count + form_count + asked_count + sent_count + done_count <= budgets.JOURNEY_QUERIES


def test_no_page_needs_more_queries_with_five_hundred_mediators(territory) -> None:  # type: ignore[no-untyped-def]
    Mediator.objects.filter(pk__gt=Mediator.objects.order_by("pk")[4].pk).update(active=False)
    few = counted(territory)
    Mediator.objects.update(active=True)
    add_mediators(470, territory["sites"])
    many = counted(territory)
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}


def counted(territory) -> dict[str, int]:  # type: ignore[no-untyped-def]
    spent = {}
    for name, address in pages(territory).items():
        forget()
        spent[name], _ = queries(lambda address=address: Resident().get(address))
    return spent
