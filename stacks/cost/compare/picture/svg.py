"""A drawing as SVG: text stays text, light and dark are followed, equal input gives equal bytes."""

import io
import re
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from slipway.stacks.cost.compare.picture.palette import DARK_GROUND, DARK_INK, INK, LIGHT_GROUND

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 900
"""In pixels, at which the text is as large as a page's own."""
_DPI = 72
_STYLE = f"""<style>
.slipway-picture {{ color: {INK}; background: {LIGHT_GROUND}; }}
.slipway-picture * {{ stroke-linejoin: round; stroke-linecap: butt; }}
.slipway-picture text {{ font-family: 'DejaVu Sans', Verdana, sans-serif; }}
@media screen and (prefers-color-scheme: dark) {{
  .slipway-picture {{ color: {DARK_INK}; background: {DARK_GROUND}; }}
}}
</style>"""


def drawn(
    name: str, height: int, draw: Callable[["Figure"], None], *, title: str, description: str
) -> str:
    """One `svg` element of 900 by `height` pixels, which scales with the room that it gets.

    A screen reader says `title` and `description`; `name` keeps its ids apart from those of
    another picture on the same page.
    """
    # Imported late: only who wants a picture waits for it.
    import matplotlib as mpl  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    with mpl.rc_context():
        mpl.rcdefaults()  # not the user's own settings: the same picture everywhere
        mpl.rc("svg", fonttype="none", hashsalt=name)
        mpl.rc("font", size=12)
        mpl.rc("text", color=INK, parse_math=False)
        mpl.rc("figure", facecolor="none")
        mpl.rc("savefig", facecolor="none")
        mpl.rc("axes", facecolor="none", edgecolor=INK, labelcolor=INK)
        mpl.rc("axes.spines", top=False, right=False)
        mpl.rc("xtick", color=INK)
        mpl.rc("ytick", color=INK)
        figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI)
        draw(figure)
        text = io.StringIO()
        figure.savefig(text, format="svg", dpi=_DPI)
    head = (
        f'<svg class="slipway-picture" role="img" viewBox="0 0 {WIDTH} {height}" '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{WIDTH}" height="{height}">\n'
        f"<title>{escape(title)}</title>\n<desc>{escape(description)}</desc>\n{_STYLE}\n"
    )
    return head + _body(text.getvalue())


def _body(svg: str) -> str:
    """What is inside of matplotlib's element, without the time and what a page can't hold twice."""
    body = re.sub(
        r"\A.*?<svg[^>]*>|<metadata>.*?</metadata>|<style.*?</style>", "", svg, flags=re.DOTALL
    )
    body = re.sub(r' id="[a-zA-Z0-9.]+_\d+"', "", body)  # of groups, which nothing refers to
    body = re.sub(r"font-family: [^;\"]*;? ?", "", body)
    body = body.replace(INK, "currentColor")
    return "\n".join(line.rstrip() for line in body.splitlines() if line.strip()) + "\n"
