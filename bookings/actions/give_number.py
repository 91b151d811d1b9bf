"""Where one of those who come together to an appointment by telephone is called: at a number of their own, or the shared one."""

from datetime import datetime

from bookings.actions.standing import locked_standing
from bookings.models import Contact, JournalEntry, Participation
from bookings.people.contacts import contact_for, refuse_nobody_to_call, wipe_unused
from bookings.people.own_numbers import own_number
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@short_transaction
def give_number(participation_id: int, *, phone: str, by: Actor, now: datetime) -> Participation:
    """They are called at `phone` as typed; empty: at the number of the appointment. The same once more changes nothing.

    Messages still go where those about the appointment go. A number that reaches nobody any more is wiped. Raises
    `InvalidContact` ("own_phone"), `NobodyToCall` where nothing would be left to call them at, `NotStanding`.
    """
    appointment_id = Participation.objects.values_list("appointment_id", flat=True).get(pk=participation_id)
    appointment = locked_standing(appointment_id)
    theirs = Participation.objects.select_related("contact").get(pk=participation_id)
    contact = contact_for(own_number(phone)) if phone.strip() else None
    if contact is None:
        refuse_nobody_to_call(appointment.mode, appointment.contact.kind, appointment.contact.value)
    elif contact.pk == appointment.contact_id:
        contact = None
    before = theirs.contact_id
    if before == (contact.pk if contact else None):
        return theirs
    theirs.contact = contact
    theirs.save(update_fields=["contact"])
    wipe_unused(Contact.objects.filter(pk=before or 0))
    kind, fields = JournalEntry.Kind.RESIDENT_CHANGED, ["own_number"]
    note(kind, by=by, now=now, resident_id=theirs.resident_id, fields=fields)
    return theirs
