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


class OwnRole(PeopleError):
    """Nobody takes a role away from themselves: the last coordinator would lock the door from outside."""
