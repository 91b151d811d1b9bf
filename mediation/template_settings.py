"""How pages are written: read once a process, the words of neighbours page by page (`mediation.neighbours`)."""

from pathlib import Path
from typing import Any


def templates(folder: Path) -> list[dict[str, Any]]:
    """Django's `TEMPLATES`, whose pages lie in `folder` and in the applications."""
    return [
        {
            "BACKEND": "mediation.neighbours.whole.Engine",
            "NAME": "django",
            "DIRS": [folder],
            "OPTIONS": {
                "loaders": [
                    (
                        "mediation.templating.loader.Loader",
                        [
                            "django.template.loaders.filesystem.Loader",
                            "django.template.loaders.app_directories.Loader",
                        ],
                    )
                ],
                # A room's own tags: among those of all pages they would lead back up to it.
                "libraries": {
                    "agenda": "bookings.staff.agenda.cells",
                    "figures": "bookings.staff.figures.cells",
                    "set_up": "bookings.staff.set_up.cells",
                    "i18n": "mediation.templatetags.i18n_once",
                },
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.template.context_processors.i18n",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                    "mediation.context.service",
                    "mediation.staff.menu.staff_menu",
                ],
            },
        },
    ]
