"""The colours behind the inks of a document; the same ones as on the page, light and dark."""

from __future__ import annotations

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "ground": "#f7f7f5", "surface": "#ffffff", "ink": "#1a1f24", "muted": "#59616b", "hair": "#e4e5e3", "strong": "#8b939c",
    "accent": "#0c6e69", "soft": "#cfe6e3", "lost": "#a5402d", "lost_soft": "#f3ddd8", "rail": "#eceeec", "arc": "#7d8791",
    "group": "#f1f2ef", "line": "#4d555e", "glad": "#f3f8f7", "sad": "#faf4f2",
    "changed": "#855900", "moved": "#4b50b5",
}  # fmt: skip
DARK: Mapping[str, str] = {
    "ground": "#121518", "surface": "#191d21", "ink": "#e9ecee", "muted": "#a4adb6", "hair": "#2b3137", "strong": "#6d7782",
    "accent": "#5fc7bd", "soft": "#1f4945", "lost": "#ec8f78", "lost_soft": "#4a2a23", "rail": "#2a3036", "arc": "#8a95a0",
    "group": "#1f242a", "line": "#aab3bc", "glad": "#1c2527", "sad": "#252326",
    "changed": "#e3b45c", "moved": "#aab0ff",
}  # fmt: skip


def palette(*, dark: bool = False) -> Mapping[str, str]:
    """Ink → colour as `#rrggbb`."""
    return DARK if dark else LIGHT
