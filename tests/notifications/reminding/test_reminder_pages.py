"""The page where a coordinator says when people are reminded."""

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import ReminderPlan
from tests.notifications.conftest import Town
from tests.people import an_organisation
from tests.sign_in import a_user, sign_in

A_WEEK_BEFORE = {
    "early_days": "7",
    "early_at": "09:00",
    "days": "2",
    "days_at": "10:00",
    "hours": "",
    "days_off": "weekends",
}


@pytest.fixture
def coordinator(client: Client, town: Town) -> Client:
    sign_in(client, a_user("coordinator", organisation=town.site.organisation))
    return client


def test_a_coordinator_sets_when_people_are_reminded_after_seeing_examples(
    coordinator: Client, town: Town
) -> None:
    address = reverse("staff_add_reminder_plan")
    typed = {**A_WEEK_BEFORE, "organisation": town.site.organisation.pk}
    shown = coordinator.post(address, {**typed, "action": "voir"}).content.decode()
    assert shown.count("Rendez-vous du") == 2
    assert not ReminderPlan.objects.exists()
    saved = coordinator.post(address, {**typed, "action": "enregistrer"}, follow=True).content.decode()
    assert "7 jours avant à 09:00 · 2 jours avant à 10:00" in saved
    assert "les samedis, dimanches et jours fériés" in saved
    assert ReminderPlan.objects.get().organisation == town.site.organisation


def test_a_plan_goes_and_the_usual_reminders_count_again(coordinator: Client, town: Town) -> None:
    plan = ReminderPlan.objects.create(organisation=town.site.organisation, hours=3)
    page = coordinator.post(
        reverse("staff_remove_reminder_plan", args=[plan.pk]), follow=True
    ).content.decode()
    assert "2 jours avant à 10:00 · 2 heures avant" in page
    assert not ReminderPlan.objects.exists()


def test_what_makes_no_sense_is_said_beside_its_field_and_nothing_is_lost(
    coordinator: Client, town: Town
) -> None:
    typed = {**A_WEEK_BEFORE, "organisation": town.site.organisation.pk, "days_at": "21:00"}
    answer = coordinator.post(reverse("staff_add_reminder_plan"), {**typed, "action": "enregistrer"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Personne n’est dérangé la nuit" in page
    assert 'value="21:00"' in page and 'value="7"' in page


def test_a_second_plan_for_the_same_is_refused_with_a_sentence(coordinator: Client, town: Town) -> None:
    ReminderPlan.objects.create(organisation=town.site.organisation)
    typed = {**A_WEEK_BEFORE, "organisation": town.site.organisation.pk, "action": "enregistrer"}
    answer = coordinator.post(reverse("staff_add_reminder_plan"), typed)
    assert "Il y a déjà une règle" in answer.content.decode()


def test_other_structures_and_the_territory_are_out_of_a_coordinators_reach(
    coordinator: Client, town: Town
) -> None:
    other, whole = an_organisation("Une autre"), ReminderPlan.objects.create(hours=1)
    theirs = ReminderPlan.objects.create(organisation=other, hours=5)
    for plan in (theirs, whole):
        assert coordinator.get(reverse("staff_reminder_plan", args=[plan.pk])).status_code == 404
        assert coordinator.post(reverse("staff_remove_reminder_plan", args=[plan.pk])).status_code == 404
    assert "Une autre" not in coordinator.get(reverse("staff_reminders")).content.decode()
    typed = {**A_WEEK_BEFORE, "action": "enregistrer"}
    for organisation in ("", other.pk):
        answer = coordinator.post(reverse("staff_add_reminder_plan"), {**typed, "organisation": organisation})
        assert answer.status_code == 422
    assert ReminderPlan.objects.count() == 2


def test_the_metropolis_sets_what_counts_for_the_whole_territory(client: Client, town: Town) -> None:
    sign_in(client, a_user("metro_coordinator"))
    typed = {**A_WEEK_BEFORE, "organisation": "", "topic": town.topic.pk, "action": "enregistrer"}
    page = client.post(reverse("staff_add_reminder_plan"), typed, follow=True).content.decode()
    assert "Tout le territoire" in page and "Démarches en ligne" in page
