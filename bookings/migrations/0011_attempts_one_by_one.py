"""A count of attempts becomes attempts: the journal knows when each was made, and by whom."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def one_by_one(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Whatever the count has more than the journal was made at the last known moment, by nobody known."""
    attempts = apps.get_model("bookings", "CallBackAttempt")
    for call_back in apps.get_model("bookings", "CallBack").objects.filter(attempts__gt=0).iterator():
        rows = [
            attempts(call_back_id=call_back.pk, at=entry.at, by_id=entry.actor_id, result="no_answer")
            for entry in _journal_of(apps, call_back)
        ]
        last = call_back.last_attempt_at or call_back.created_at
        unknown = max(0, call_back.attempts - len(rows))
        rows += [attempts(call_back_id=call_back.pk, at=last, result="no_answer") for _ in range(unknown)]
        attempts.objects.bulk_create(rows)


def _journal_of(apps: Apps, call_back: Any) -> Any:
    entries = apps.get_model("bookings", "JournalEntry").objects.filter(call_back_id=call_back.pk)
    return entries.filter(kind="call_back_handled", data__outcome="no_answer").order_by("at")


def counted(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Attempts become a count again, with the moment of the last."""
    attempts = apps.get_model("bookings", "CallBackAttempt").objects.exclude(result="reached")
    for call_back in apps.get_model("bookings", "CallBack").objects.iterator():
        theirs = attempts.filter(call_back_id=call_back.pk)
        call_back.attempts = theirs.count()
        call_back.last_attempt_at = theirs.order_by("-at").values_list("at", flat=True).first()
        call_back.save(update_fields=["attempts", "last_attempt_at"])


class Migration(migrations.Migration):
    dependencies = [("bookings", "0010_call_back_attempts")]

    operations = [migrations.RunPython(one_by_one, counted)]
