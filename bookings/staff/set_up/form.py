"""What the forms of the set-up share: answers in sections, a mark of what was shown, a change told in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.functional import Promise

from bookings.staff.set_up.fields import LanguagesField, spoken_languages
from mediation.access import Reach
from mediation.set_up import seen

_FRENCH = "fr"
Sections = tuple[tuple[Promise | str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Section:
    """A few answers under one heading."""

    title: Promise | str
    fields: list[forms.BoundField]


class SetUpForm(forms.ModelForm):  # type: ignore[type-arg]  # the stubs' class takes no argument at run time
    """A form of the set-up, for what `reach` may reach.

    A field that is no column says what is stored by `self.initial`: what is shown, compared and written down comes from
    there. `PERSONAL`: of what is changed only the names of the answers are written down.
    """

    PERSONAL: ClassVar[bool] = False
    SECTIONS: ClassVar[Sections] = ()

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.reach = reach
        for field in self.fields.values():
            if isinstance(field.widget, forms.CheckboxSelectMultiple):
                field.widget.attrs["class"] = "choices--dense"

    def sections(self) -> Iterator[Section]:
        """All fields, each section's together; those no section names come first."""
        named = {name for _title, names in self.SECTIONS for name in names}
        rest = [self[name] for name in self.fields if name not in named]
        if rest:
            yield Section("", rest)
        for title, names in self.SECTIONS:
            yield Section(title, [self[name] for name in names if name in self.fields])

    @property
    def shown(self) -> str:
        """The marks that the page carries."""
        return seen.written(self)

    def changes_from(self, before: "SetUpForm") -> list[tuple[str, str, str]]:
        """(field, before, after) of each answer that is stored otherwise than before; both forms are not bound."""
        was, now = seen.marks(before), seen.marks(self)
        return [
            (name, *(("", "") if self.PERSONAL else self._both(before, name)))
            for name in now
            if now[name] != was.get(name)
        ]

    def _both(self, before: "SetUpForm", name: str) -> tuple[str, str]:
        was = seen.in_words(before[name]) if name in before.fields else ""
        return was, seen.in_words(self[name])

    def choose(self, name: str, rows: models.QuerySet[Any], *, empty: Promise | str | None = None) -> None:
        """What may be chosen; a single row is chosen already."""
        field = self.fields[name]
        field.queryset = rows  # type: ignore[attr-defined]
        field.empty_label = empty  # type: ignore[attr-defined]


class SpeaksLanguages(SetUpForm):
    """A form with the languages that are spoken there besides French, which stays in the list where it was."""

    languages = LanguagesField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = list(self.instance.languages)
        self.initial["languages"] = [code for code in self.kept if code != _FRENCH]
        self.fields["languages"].choices = spoken_languages(self.kept)  # type: ignore[attr-defined]

    def clean_languages(self) -> list[str]:
        """In the order they were in; new ones last."""
        chosen = self.cleaned_data["languages"]
        before = [code for code in self.kept if code in chosen or code == _FRENCH]
        return [*before, *(code for code in chosen if code not in before)]
