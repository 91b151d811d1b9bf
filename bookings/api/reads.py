"""What a program was shown of people leaves a trace: which key, when, the numbers of what was shown.

An answer that shows nothing (304, an empty page) leaves none. Nothing else is written when a program reads, so the trace is
a statement of its own, one that does not wait for the disk.
"""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from rest_framework.response import Response

from bookings.models import ApiKey
from mediation.models import Trace
from mediation.traces.write import leave_trace


def one_read(
    key: ApiKey, answer: Response, about: str, number: int | None, *, of_person: int | None = None
) -> Response:
    """The answer that shows one thing, once its trace is written.

    `of_person`: whose it is, where that is known without asking. It is traced as read of them: their number finds it.
    """
    if answer.status_code == 200:
        if of_person is None:
            _leave(key, about, number)
        else:
            _leave(key, "resident", of_person, **{about: number})
    return answer


def page_read(key: ApiKey, answer: Response, about: str, **shown: Iterable[int | None]) -> Response:
    """The same for a page of a list: one trace for all of it. `shown`: the numbers, each once, by what they are of."""
    numbers = {name: sorted({each for each in some if each is not None}) for name, some in shown.items()}
    if answer.status_code == 200 and any(numbers.values()):
        _leave(key, about, None, **{name: some for name, some in numbers.items() if some})
    return answer


def _leave(key: ApiKey, about: str, number: int | None, **data: Any) -> None:
    leave_trace(
        Trace.Kind.PROGRAM_READ,
        now=timezone.now(),
        channel="api",
        about=about,
        about_id=number,
        organisation=key.organisation_id,
        hurried=False,
        api_key=key.pk,
        **data,
    )
