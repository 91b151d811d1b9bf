"""How the demo's referrals came to where they stand. Pure: the steps to each state, and who took them."""

from bookings.referrals.states import State, Who

_S = State
_IN_HAND = (_S.RECEIVED, _S.ACCEPTED)
_INVITED = (*_IN_HAND, _S.INVITED)
_BOOKED = (*_INVITED, _S.BOOKED)
LIVES: dict[State, tuple[State, ...]] = {
    _S.DRAFT: (),
    _S.RECEIVED: (_S.RECEIVED,),
    _S.ACCEPTED: _IN_HAND,
    _S.INVITED: _INVITED,
    _S.WAITING: (*_IN_HAND, _S.WAITING),
    _S.BOOKED: _BOOKED,
    _S.MET: (*_BOOKED, _S.MET),
    _S.MISSED: (*_BOOKED, _S.MISSED),
    _S.DECLINED: (*_INVITED, _S.DECLINED),
    _S.UNREACHABLE: (*_INVITED, _S.UNREACHABLE),
    _S.REFUSED: (_S.RECEIVED, _S.REFUSED),
    _S.REROUTED: (*_IN_HAND, _S.REROUTED),
    _S.EXPIRED: (*_INVITED, _S.EXPIRED),
    _S.WITHDRAWN: (*_INVITED, _S.WITHDRAWN),
    _S.CLOSED: (*_BOOKED, _S.MET, _S.CLOSED),
}
_WHO = {
    Who.REFERRER: (_S.RECEIVED, _S.WAITING, _S.WITHDRAWN),
    Who.TEAM: (_S.MET, _S.MISSED, _S.REFUSED, _S.REROUTED),
    Who.PERSON: (_S.BOOKED, _S.DECLINED),
}


def who_led_to(state: State) -> Who:
    """Who takes that step in the demo."""
    return next((who for who, states in _WHO.items() if state in states), Who.SYSTEM)
