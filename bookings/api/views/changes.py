"""What has changed since a number: the same feed that webhooks are sent from."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.api.documenting import documented
from bookings.api.reads import page_read
from bookings.api.serializers.changes import ChangesAsked, ChangesSchema, change_shown
from bookings.api.view import ApiView
from bookings.models import ApiKey, Change

READ = ApiKey.Scope.CHANGES_READ.value


class Changes(ApiView):
    """What the key's organisation may know, in the order of its numbers."""

    scopes = {"GET": READ}

    @documented(
        "list_changes",
        "Ce qui a changé depuis un numéro",
        tag="Changements",
        scope=READ,
        answers={200: ChangesSchema},
        query=ChangesAsked,
        tagged=True,
        description=(
            "Retenez `last` et demandez la suite avec `after`. Les numéros sont donnés après coup, dans l’ordre : qui a lu "
            "jusqu’à un numéro n’a rien manqué avant lui. Les webhooks envoient les mêmes événements."
        ),
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(ChangesAsked)
        rows = Change.objects.with_what_is_told().after(asked["after"], audience_id=self.key.organisation_id)
        found = list(rows[: asked["limit"] + 1])
        more, found = len(found) > asked["limit"], found[: asked["limit"]]
        last = found[-1].number if found else asked["after"]
        following = f"{settings.PUBLIC_URL}{request.path}?after={last}&limit={asked['limit']}"
        shown = [change_shown(change) for change in found]
        answer = self.shown({"results": shown, "last": last, "next": following if more else None})
        return page_read(
            self.key,
            answer,
            "change",
            referrals=[change.referral_id for change in found],
            appointments=[change.appointment_id for change in found if change.referral_id is None],
        )
