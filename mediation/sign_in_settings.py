"""Parts of the settings that are about signing in and need nothing of the environment."""

from urllib.parse import urlsplit

PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
MFA_FORMS = {
    "activate_totp": "mediation.staff.second_step_forms.ActivateForm",
    "authenticate": "mediation.staff.second_step_forms.CodeForm",
    "reauthenticate": "mediation.staff.second_step_forms.CodeAgainForm",
    "add_webauthn": "mediation.staff.second_step_forms.PasskeyForm",
}


def origin_of(address: str) -> list[str]:
    """Scheme and host of an address, for a policy that names who may be gone to; nothing of an empty one."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
