"""What an appointment takes beside the time of its topic: the one place where that is reckoned.

An interpreter says everything twice: the session lasts longer, by what the organisation has set. A visit at home is
travelled to and from: the mediator's time begins before it and ends after it.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass

from bookings.models import Appointment
from bookings.people.preparation import asked
from mediation.models import Site, Topic


@dataclass(frozen=True)
class Extra:
    """Whole minutes: of travel before, of help beyond the topic's, of travel after."""

    before_min: int = 0
    longer_min: int = 0
    after_min: int = 0

    def lengthen(self, topic: Topic) -> Topic:
        """The topic as it has to be found time for, not to be saved; the topic itself where nothing is to be added."""
        if not self.longer_min and not self.after_min:
            return topic
        longer = copy(topic)
        longer.duration_min += self.longer_min
        longer.buffer_min += self.after_min
        return longer


NOTHING = Extra()


def extra_for(site: Site, *, mode: str, preparation: Iterable[str]) -> Extra:
    """What such an appointment at that site takes more. No query where nothing is asked."""
    _needs, interpreter = asked(preparation)
    at_home = mode == Appointment.Mode.HOME
    if not interpreter and not at_home:
        return NOTHING
    organisation = site.organisation
    travel = organisation.home_travel_min if at_home else 0
    return Extra(travel, organisation.interpreter_min if interpreter else 0, travel)


def extra_of(appointment: Appointment, site: Site | None = None) -> Extra:
    """The same for an appointment that stands, perhaps to be moved to another site."""
    return extra_for(site or appointment.site, mode=appointment.mode, preparation=appointment.preparation)
