"""Names in Chinese, Japanese and Korean: the installed font that has their characters."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from matplotlib.axis import Axis
from matplotlib.font_manager import findSystemFonts, fontManager, get_font
from matplotlib.text import Text

__all__ = ["font_for", "with_fonts"]

FIRST = 0x1100  # of Hangul; what stands before it the usual font has
PLACES = ("SC", "JP", "TC", "HK", "KR")
FAMILIES = (  # of Linux, macOS and Windows; those without serifs first
    *(f"Noto Sans CJK {place}" for place in PLACES),
    *("Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei"),
    *("WenQuanYi Zen Hei", "PingFang SC", "Hiragino Sans GB", "Hiragino Sans"),
    *("Apple SD Gothic Neo", "Microsoft YaHei", "SimHei", "Yu Gothic", "Meiryo"),
    *("Malgun Gothic", "NanumGothic", *(f"Noto Serif CJK {place}" for place in PLACES)),
    *("Droid Sans Fallback", "Arial Unicode MS"),
)
MISSING = "□"  # stands for a character that no font has
REMARK = "no installed font has some of the characters (Noto Sans CJK has them)"


def font_for(text: str) -> str | None:
    """Return the first family that is installed and has all characters of a text.

    Examples
    --------
    >>> from dnn.chinese.fonts import font_for
    >>> font_for("no character that it would need a font for") in ("DejaVu Sans", None)
    True
    """
    return _font_for("".join(sorted(_foreign(text))))


def _foreign(text: str) -> set[str]:
    """Return the characters of a text that the usual font has not."""
    return {sign for sign in text if ord(sign) >= FIRST and not _usual_has(sign)}


@lru_cache(maxsize=1024)
def _usual_has(sign: str) -> bool:
    """Say whether DejaVu Sans, which comes with matplotlib, has a character."""
    return _has(fontManager.findfont("DejaVu Sans"), sign)


@lru_cache(maxsize=64)
def _font_for(signs: str) -> str | None:
    """Return the first family that is installed and has all these characters."""
    if not signs:
        return "DejaVu Sans"
    found = _among_known(signs)
    if (found is None or "Serif" in found) and _look_again():  # one without serifs may be new
        found = _among_known(signs)
    return found


def _among_known(signs: str) -> str | None:
    """Return the first family that matplotlib knows and that has all these characters."""
    paths = {font.name: font.fname for font in reversed(fontManager.ttflist)}
    families = (name for name in FAMILIES if name in paths)
    return next((name for name in families if _has(paths[name], signs)), None)


def _look_again() -> bool:
    """Make fonts known that were installed after matplotlib looked; say whether there are any."""
    known = {font.fname for font in fontManager.ttflist}
    stems = tuple({name.replace(" ", "").lower()[:11] for name in FAMILIES})  # NotoSansCJK
    new = [
        path
        for path in findSystemFonts()
        if path not in known and Path(path).stem.replace("-", "").lower().startswith(stems)
    ]
    for path in new:
        fontManager.addfont(path)
    return bool(new)


def _has(path: str, signs: str) -> bool:
    """Say whether a font file has all these characters."""
    font = get_font(path)
    return all(font.get_char_index(ord(sign)) for sign in signs)


def with_fonts(artist: Any) -> None:
    """Let every text of axes or a figure that needs it be drawn in a font that has its characters.

    Where none is installed, a box stands for each of them, and the picture says so once.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> from dnn.chinese.fonts import with_fonts
    >>> ax = Figure().add_subplot(title="plain")
    >>> with_fonts(ax)
    >>> ax.get_title()
    'plain'
    """
    texts = [text for text in artist.findobj(Text) if _foreign(text.get_text())]
    is_missing = False
    for text in texts:
        family = font_for(text.get_text())
        if family is None:
            is_missing = True
            text.set_text(_in_boxes(text.get_text()))
        else:
            text.set_fontfamily(["DejaVu Sans", family])
    if is_missing:
        _put_boxes_at_ticks(artist)
    figure = artist.figure.figure  # the whole one, of which a SubFigure is a part
    if is_missing and not any(text.get_gid() == "fonts" for text in figure.texts):
        figure.text(0.005, 0.005, REMARK, size=7, gid="fonts")


def _in_boxes(text: str) -> str:
    """Return a text with a box for every character that the usual font has not."""
    return text.translate(dict.fromkeys(map(ord, _foreign(text)), MISSING))


def _put_boxes_at_ticks(artist: Any) -> None:
    """Write boxes beside ticks, whose texts axes keep in a place of their own."""
    for axis in artist.findobj(Axis):
        labels = [text.get_text() for text in axis.get_ticklabels()]
        if any(map(_foreign, labels)):
            axis.set_ticks(axis.get_ticklocs(), [_in_boxes(label) for label in labels])
