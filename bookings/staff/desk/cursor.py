"""Where the cursor stands when the counter's page is shown: on what is to be said next, so that the keyboard is enough."""

from enum import StrEnum

from bookings.staff.desk.form import DeskForm


class Cursor(StrEnum):
    """What is to be said next. Nowhere: the list of mistakes takes the cursor itself."""

    NAME = "name"
    PHONE = "phone"
    PEOPLE = "people"
    SLOTS = "slots"
    NOWHERE = ""


def cursor(form: DeskForm, *, found: bool, picked: str, times: bool) -> Cursor:
    """`found`: people to choose from are shown; `picked`: who is chosen; `times`: somebody asked for the hours."""
    if form.is_bound and form.errors:
        return Cursor.NOWHERE
    named, reached = bool(form.said("name")), bool(form.said("phone") or form.said("reach_value"))
    if picked or times:
        return Cursor.SLOTS
    if found:
        return Cursor.PEOPLE
    if named and reached:
        return Cursor.SLOTS
    return Cursor.PHONE if named else Cursor.NAME
