"""Referrals: sent, read, listed, corrected, withdrawn; a time booked for whoever was referred."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.actions.book_for_referred import book_for_referred
from bookings.actions.correct_referral import Correction, correct_referral
from bookings.actions.refer import refer
from bookings.actions.refer_with_time import Time, refer_and_book, refer_and_wait
from bookings.actions.referred import Referred, Referrer
from bookings.actions.wait import When
from bookings.actions.withdraw_referral import withdraw_referral
from bookings.api.documenting import documented
from bookings.api.etags import etag_of, refuse_unless_read
from bookings.api.examples import BOOKED, REFERRED, REFERRING
from bookings.api.fields import preparation_of, way_of
from bookings.api.paging import part
from bookings.api.problem import Problem
from bookings.api.reach import actor_of, appointments_of, one, referrals_of, shown_as
from bookings.api.reads import one_read, page_read
from bookings.api.serializers.appointments import AppointmentSchema, appointment_shown
from bookings.api.serializers.catalogue import NoFilter
from bookings.api.serializers.referrals import (
    RECEIVED,
    CorrectBody,
    ReferBody,
    ReferralsAsked,
    ReferralSchema,
    ReferralsSchema,
    SentenceSchema,
    TimeBody,
    WithdrawBody,
    referral_shown,
)
from bookings.api.view import ApiView, made_once
from bookings.models import ApiKey, Appointment, JournalEntry, MadeByApi, Referral
from bookings.referrals import information
from bookings.referrals.states import State

READ = ApiKey.Scope.REFERRALS_READ.value
WRITE = ApiKey.Scope.REFERRALS_WRITE.value
TAG = "Orientations"
_ONCE = ("referral_external_once", "bookings_referral.external_ref")


class ReferralView(ApiView):
    """What views of referrals share."""

    def told(self, row: Referral, *, status: int = 200, **headers: str) -> Response:
        """The referral as it stands, with its tag: a correction changes it, though nobody is named in what is shown."""
        return self.shown(referral_shown(row, self.key), _corrections(row), status=status, **headers)

    def read(self, request: Request, referral_id: str) -> Referral:
        """One's own referral that is to change, if it is still as it was read. Raises 404, 412, 428."""
        row: Referral = one(referrals_of(self.key, sent_only=True), referral_id)
        refuse_unless_read(request, etag_of(referral_shown(row, self.key), _corrections(row)))
        return row

    def again(self, row: Referral, *, status: int = 200, **headers: str) -> Response:
        """The referral read anew, after it was changed."""
        return self.told(referrals_of(self.key).get(pk=row.pk), status=status, **headers)

    def tie(self, appointment: Appointment | None) -> None:
        """Gives an appointment its name in the API, in the transaction in which it was made. Once more changes nothing."""
        if appointment is not None:
            MadeByApi.objects.get_or_create(
                appointment=appointment,
                defaults={
                    "application": self.key.application,
                    "organisation_id": self.key.organisation_id,
                },
            )


class Referrals(ReferralView):
    """All of the organisation's."""

    scopes = {"GET": READ, "POST": WRITE}

    @documented(
        "list_referrals",
        "Les orientations",
        tag=TAG,
        scope=READ,
        answers={200: ReferralsSchema},
        query=ReferralsAsked,
        problems=("not-found",),
        description="De toute la structure, les plus récentes d’abord.",
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(ReferralsAsked)
        found, following = part(self._asked_for(asked), request, asked, newest_first=True)
        answer = Response({"results": [referral_shown(row, self.key) for row in found], "next": following})
        return page_read(self.key, answer, "referral", shown=[row.pk for row in found])

    def _asked_for(self, asked: dict[str, Any]) -> Any:
        side = "organisation" if asked["direction"] == RECEIVED else "partner"
        rows = referrals_of(self.key).filter(**{side: self.key.organisation_id})
        if "state" in asked:
            rows = rows.filter(shown_as(State(asked["state"]), self.key))
        if "received_after" in asked:
            rows = rows.filter(received_at__gt=asked["received_after"])
        if "site" in asked:
            rows = rows.filter(site__public_id=asked["site"])
        # Their own name for it is the partner's alone.
        ref = asked.get("external_ref")
        return rows if ref is None else rows.filter(external_ref=ref, partner=self.key.organisation_id)

    @documented(
        "refer",
        "Orienter une personne",
        tag=TAG,
        scope=WRITE,
        answers={201: ReferralSchema},
        body=ReferBody,
        once=True,
        tagged=True,
        problems=("slot-taken", "too-many-ahead", "already-exists"),
        examples=(REFERRING, REFERRED),
        description=(
            "Le service invite la personne (`invite`) ou l’appelle (`call`) ; avec `time` l’heure est prise tout de suite, "
            "avec `wait` elle attend une place. Tout est fait, ou rien."
        ),
    )
    @made_once
    def post(self, request: Request, key: str) -> Response:
        sent = self.sent(ReferBody)
        if not self.key.organisation.refers:
            raise Problem("scope-missing", WRITE)
        try:
            with transaction.atomic():
                row = self._referred(sent, key)
                if "time" in sent:
                    self.tie(row.appointment)
        except IntegrityError as error:
            if any(name in str(error) for name in _ONCE):
                raise Problem("already-exists") from None
            raise
        return self.again(row, status=201, Location=f"{request.path}{row.public_id}/")

    def _referred(self, sent: dict[str, Any], key: str) -> Referral:
        referrer = Referrer(partner_id=self.key.organisation_id, name=sent["referrer_name"])
        asked, by, now = _asked(sent), actor_of(self.key), timezone.now()
        if "time" in sent:
            time = Time(sent["time"]["site"], sent["time"]["starts_at"], shown_at=now)
            return refer_and_book(asked, time, referrer=referrer, by=by, now=now, idempotency_key=key)
        if sent["wait"]:
            sites = [] if sent["any_site"] else [sent["site"]]
            return refer_and_wait(asked, sites=sites, referrer=referrer, by=by, now=now, idempotency_key=key)
        return refer(asked, referrer=referrer, by=by, now=now, idempotency_key=key)


class OneReferral(ReferralView):
    """One of the organisation's."""

    scopes = {"GET": READ, "PATCH": WRITE}

    @documented(
        "read_referral",
        "Lire une orientation",
        tag=TAG,
        scope=READ,
        answers={200: ReferralSchema},
        query=NoFilter,
        tagged=True,
        problems=("not-found",),
        examples=(REFERRED,),
    )
    def get(self, request: Request, referral_id: str) -> Response:
        self.asked(NoFilter)
        row: Referral = one(referrals_of(self.key), referral_id)
        return one_read(self.key, self.told(row), "referral", row.pk, of_person=row.resident_id)

    @documented(
        "correct_referral",
        "Corriger une orientation",
        tag=TAG,
        scope=WRITE,
        answers={200: ReferralSchema},
        body=CorrectBody,
        if_match=True,
        tagged=True,
        problems=("not-found", "not-standing", "busy"),
        description="Un numéro corrigé fait inviter de nouveau qui était injoignable.",
    )
    def patch(self, request: Request, referral_id: str) -> Response:
        sent = self.sent(CorrectBody)
        row = self.read(request, referral_id)
        correction = Correction(
            name=sent.get("name", row.resident.name if row.resident else ""),
            reach=way_of(sent["reach"]) if "reach" in sent else None,
            need=sent.get("need", row.need),
            deadline=sent.get("deadline", row.deadline),
            when=When(sent.get("weekdays", row.weekdays), sent.get("parts", row.parts)),
        )
        correct_referral(
            row.pk, correction, by=actor_of(self.key), now=timezone.now(), if_version=row.version
        )
        return self.again(row)


class Withdrawn(ReferralView):
    """Taken back."""

    scopes = {"POST": WRITE}

    @documented(
        "withdraw_referral",
        "Retirer une orientation",
        tag=TAG,
        scope=WRITE,
        answers={200: ReferralSchema},
        body=WithdrawBody,
        once=True,
        if_match=True,
        tagged=True,
        problems=("not-found", "not-standing", "too-late"),
    )
    @made_once
    def post(self, request: Request, key: str, referral_id: str) -> Response:
        sent = self.sent(WithdrawBody)
        row = self.read(request, referral_id)
        withdraw_referral(
            row.pk,
            by=actor_of(self.key),
            now=timezone.now(),
            if_version=row.version,
            cancels=sent["cancel_appointment"],
        )
        return self.again(row)


class Booked(ReferralView):
    """A time for whoever was referred."""

    scopes = {"POST": ApiKey.Scope.APPOINTMENTS_WRITE.value}

    @documented(
        "book_for_referral",
        "Prendre un rendez-vous pour une personne orientée",
        tag=TAG,
        scope=ApiKey.Scope.APPOINTMENTS_WRITE.value,
        answers={201: AppointmentSchema},
        body=TimeBody,
        once=True,
        tagged=True,
        problems=("not-found", "slot-taken", "too-many-ahead", "not-standing"),
        examples=(BOOKED,),
        description="La personne, le motif et la façon de la joindre sont ceux de l’orientation.",
    )
    @made_once
    def post(self, request: Request, key: str, referral_id: str) -> Response:
        sent, now = self.sent(TimeBody), timezone.now()
        row = one(referrals_of(self.key, sent_only=True), referral_id)
        with transaction.atomic():
            time = Time(sent["site"], sent["starts_at"], shown_at=now)
            appointment = book_for_referred(row.pk, time, by=actor_of(self.key), now=now)
            self.tie(appointment)
        made = appointments_of(self.key).get(appointment=appointment)
        return self.shown(appointment_shown(made, self.key, now), status=201)


class Sentence(ApiView):
    """What the person must have been told."""

    scopes = {"GET": READ}

    @documented(
        "read_sentence",
        "La phrase d’information",
        tag=TAG,
        scope=READ,
        answers={200: SentenceSchema},
        query=NoFilter,
        tagged=True,
        description="À montrer à qui oriente ; sa version part avec l’orientation (`informed_version`).",
    )
    def get(self, request: Request) -> Response:
        self.asked(NoFilter)
        language = get_language() or "fr"
        said = information.sentence(information.CURRENT, language)
        return self.shown({"version": information.CURRENT, "sentence": said})


def _asked(sent: dict[str, Any]) -> Referred:
    return Referred(
        name=sent["name"],
        reach=way_of(sent["reach"]),
        topic=sent["topic"],
        organisation=sent["site"].organisation,
        site=None if sent["any_site"] else sent["site"],
        other_topics=sent["other_topics"],
        need=sent["need"],
        deadline=sent.get("deadline"),
        when=When(sent["weekdays"], sent["parts"]),
        language=sent["language"],
        preparation=preparation_of(sent),
        companion=sent["companion"],
        companion_phone=sent["companion_phone"],
        handover=sent["handover"],
        informed_version=sent["informed_version"],
        external_ref=sent["external_ref"],
    )


def _corrections(row: Referral) -> int:
    return row.journal.filter(kind=JournalEntry.Kind.REFERRAL_CORRECTED).count()
