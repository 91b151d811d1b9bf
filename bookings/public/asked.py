"""What a resident has chosen so far: topic, site, time, who should help. It travels in the address."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, QueryDict

from bookings.actions.wish import Wish
from bookings.public import preference
from bookings.public.addresses import address
from bookings.public.catalogue import TopicText, site_named, topic_text
from bookings.public.forms import WhomForm
from bookings.times.search import Preference
from mediation.days import NotADay, read_moment
from mediation.models import Commune, Site

_STAMP = "%Y%m%dT%H%MZ"


def stamp(instant: datetime) -> str:
    """An instant as an address carries it: UTC, to the minute."""
    return instant.astimezone(UTC).strftime(_STAMP)


def read_stamp(text: str) -> datetime:
    """The instant an address carries (aware, UTC). Raises `Http404` when it is none, or one that nobody means."""
    try:
        return read_moment(text, _STAMP)
    except NotADay:
        raise Http404 from None


@dataclass(frozen=True)
class Address:
    """The parts of the address of the page that asks for whom."""

    topic_id: str
    site_id: str
    moment: str
    query: str = ""


@dataclass(frozen=True)
class Asked:
    """The choices behind the page that asks for whom."""

    topic: TopicText
    site: Site
    starts_at: datetime
    preference: Preference
    language: str

    @classmethod
    def of(cls, address: "Address", language: str) -> "Asked":
        """From an address. Raises `Http404` when a part of it is unknown."""
        return cls(
            topic=topic_text(address.topic_id, language),
            site=site_named(address.site_id),
            starts_at=read_stamp(address.moment),
            preference=preference.read(QueryDict(address.query)),
            language=language,
        )

    @property
    def address(self) -> "Address":
        """What `of` reads."""
        query = preference.write(self.preference).removeprefix("?")
        return Address(self.topic.public_id, self.site.public_id, stamp(self.starts_at), query)

    @property
    def url(self) -> str:
        """The page that asks for whom."""
        return self._url("whom", self.topic.public_id, self.site.public_id, stamp(self.starts_at))

    @property
    def take_url(self) -> str:
        """Where that page's form is sent."""
        return self._url("take", self.topic.public_id, self.site.public_id, stamp(self.starts_at))

    @property
    def times_url(self) -> str:
        """The page of this site's times."""
        return self._url("when", self.topic.public_id, self.site.public_id)

    @property
    def wait_url(self) -> str:
        """Where one asks to be told when a time is free here."""
        return address("wait_here", self.topic.public_id, self.site.public_id)

    def _url(self, name: str, *args: str) -> str:
        return address(name, *args) + preference.write(self.preference)

    @property
    def mode(self) -> str:
        """As it was asked for; else how the topic is usually given."""
        topic = self.topic.topic
        return self.preference.way if self.preference.way in topic.ways else topic.usual_way

    def wish(
        self,
        form: WhomForm,
        *,
        shown_at: datetime,
        unverified: bool = False,
        verified_at: datetime | None = None,
    ) -> Wish:
        """What to book, once the form is right."""
        answers: dict[str, Any] = form.cleaned_data
        home = answers["home"][1:]
        communes = (
            dict(Commune.objects.filter(insee_code=home).values_list("insee_code", "pk")) if home else {}
        )
        return Wish(
            topic=self.topic.topic,
            site=self.site,
            starts_at=self.starts_at,
            participants=form.participants(commune_ids=communes),
            reach=form.way,
            preference=self.preference,
            contact_name=answers["contact_name"],
            relation=answers["relation"],
            language=answers["messages_in"] or self.language,
            mode=self.mode,
            preparation=form.preparation(),
            survey_consent=answers["survey"],
            unverified=unverified,
            verified_at=verified_at,
            shown_at=shown_at,
        )
