"""What is read from requests, strictly: a name nobody knows is refused, not passed over."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class Strict(serializers.Serializer[Any]):
    """Refuses unknown fields by name: a mistyped "deadlin" would otherwise be a referral without a deadline."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = set(data) - set(self.fields) if isinstance(data, Mapping) else set()
        try:
            read = super().to_internal_value(data)
        except serializers.ValidationError as refused:
            faults: Any = refused.detail
        else:
            if not unknown:
                return read
            faults = {}
        said = serializers.ErrorDetail(str(_("Ce champ n’existe pas.")), code="unknown_field")
        raise serializers.ValidationError({**faults, **{name: [said] for name in sorted(unknown)}})


class Page(Strict):
    """Which part of a list."""

    limit = serializers.IntegerField(min_value=1, max_value=100, default=50, help_text="Combien au plus.")
    cursor = serializers.CharField(max_length=500, required=False, help_text="De `next`, tel quel.")
