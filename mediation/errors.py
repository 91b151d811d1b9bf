"""What can go wrong with people and roles. Each error has a name; pages turn it into a sentence."""


class PeopleError(Exception):
    """Something about people and roles was refused."""


class NotYoursToGive(PeopleError):
    """The role, or the organisation, is outside what this person may hand out."""


class AlreadyHeld(PeopleError):
    """That person already holds this role there."""


class InvitationOver(PeopleError):
    """The invitation was used, revoked, or is too old."""


class NotTheInvitedPerson(PeopleError):
    """The invitation is for an address that already has an account: it must be signed in."""


class NotClosedForThat(PeopleError):
    """The account is open, or was closed for another reason than not being used: it is not a coordinator's to open."""


class OwnRole(PeopleError):
    """Nobody takes a role away from themselves: the last coordinator would lock the door from outside."""


class ShortNamesRefused(Exception):
    """Some short names of sites cannot be used. `faults` says why, by site."""

    def __init__(self, faults: dict[int, str]) -> None:
        super().__init__(f"{len(faults)} names")
        self.faults = faults


class NotADomain(PeopleError):
    """What was typed does not stand behind the @ of one organisation's addresses."""


class DomainTaken(PeopleError):
    """Addresses of that domain are another partner's."""


class TeamInUse(PeopleError):
    """Somebody is in the team."""
