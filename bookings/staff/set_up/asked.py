"""What is edited, by whom: the form of it, and the note of what was changed. For one thing on a page and for lines of a file."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from bookings.staff.set_up.form import SetUpForm
from bookings.staff.set_up.kinds import Kind
from mediation.access import Reach
from mediation.models import SetUpChange, Site
from mediation.set_up.record import write_down

Verb = SetUpChange.Verb


@dataclass(frozen=True)
class Asked:
    """What is edited, by whom. `site`: of which site a part is."""

    kind: Kind
    reach: Reach
    site: Site | None = None

    def form(self, *, row: Any = None, data: Any = None) -> SetUpForm:
        """The form of a row, or of a new one."""
        instance = row
        if row is None and self.site is not None:
            instance = self.kind.model(site=self.site)
        return self.kind.form(data, instance=instance, reach=self.reach)

    def note(self, verb: Verb, row: Any, before: SetUpForm | None) -> bool:
        """Writes down what is stored now, against what was; whether anything is otherwise."""
        now = self.form(row=self.kind.model._default_manager.get(pk=row.pk))
        changed = now.changes_from(before) if before else []
        if before is not None and not changed:
            return False
        write_down(
            verb,
            kind=self.kind.slug,
            object_id=row.pk,
            organisation_id=self.kind.organisation_of(row),
            by=self.reach,
            now=timezone.now(),
            fields=changed,
        )
        return True
