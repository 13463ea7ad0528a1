"""What lets the public API offer a function that is named as one of the packages."""

from __future__ import annotations

from collections.abc import Collection
from types import ModuleType


def reexporting(names: Collection[str]) -> type[ModuleType]:
    """The class of a module whose `names` belong to the API: `wayline.render` is the function, also after that package was imported."""

    class Api(ModuleType):
        def __setattr__(self, name: str, value: object) -> None:
            # the import system hangs a package into its parent under its own name
            if not (name in names and isinstance(value, ModuleType)):
                super().__setattr__(name, value)

    return Api
