"""How a person is reached, as staff choose it and as it is shown."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from bookings.models import Contact

PHONE = "phone"
# A phone says by itself whether it is a mobile or a landline.
REACHES: list[tuple[str, Promise]] = [
    (PHONE, gettext_lazy("Par téléphone")),
    (Contact.Kind.EMAIL, gettext_lazy("Par courriel")),
    (Contact.Kind.THROUGH, gettext_lazy("Par quelqu’un")),
    (Contact.Kind.LETTER, gettext_lazy("Par courrier")),
    (Contact.Kind.NONE, gettext_lazy("Ne pas la joindre")),
]
BY_PHONE = (Contact.Kind.MOBILE, Contact.Kind.LANDLINE)
