"""The picture of a run: requests per second of single rows, a panel per model."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.serving.measure import Cell

_COLOURS = {
    "slipway": "#0b6e4f",
    "slipway, log on": "#3a9d73",
    "slipway V2": "#8fd1b3",
    "bare handler": "#b8b8b8",
    "mlflow": "#c8553d",
    "mlserver (mlflow)": "#588bae",
    "mlserver (sklearn)": "#a9c9de",
}
_PANEL_HEIGHT, _WIDTH = 3.6, 9.0


def draw(cells: Sequence[Cell]) -> str:
    """Bars on a logarithmic axis, with the figure at the end of each, as SVG."""
    single = [cell for cell in cells if cell.rows == 1]
    models = list(dict.fromkeys(cell.model for cell in single))
    mpl.rcParams["svg.hashsalt"] = "slipway"  # equal figures give an equal file
    figure = Figure(figsize=(_WIDTH, _PANEL_HEIGHT * len(models) + 0.6), layout="constrained")
    figure.suptitle("Single rows per second (logarithmic), by number of clients", fontsize=11)
    panels = figure.subplots(len(models), 1, squeeze=False)[:, 0]
    for panel, model in zip(panels, models, strict=True):
        _panel(panel, model, [cell for cell in single if cell.model == model])
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False, fontsize=8)
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()


def _panel(panel: Any, model: str, cells: Sequence[Cell]) -> None:
    names = [name for name in _COLOURS if any(cell.contender == name for cell in cells)]
    clients = list(dict.fromkeys(cell.clients for cell in cells))
    height = 0.8 / len(names)
    for at, name in enumerate(names):
        own = [cell for cell in cells if cell.contender == name]
        places = [clients.index(cell.clients) + at * height for cell in own]
        bars = panel.barh(
            places, [cell.rate for cell in own], height, color=_COLOURS[name], label=name
        )
        panel.bar_label(bars, [f"{cell.rate:,.0f}" for cell in own], padding=2, fontsize=7)
    panel.set_xscale("log")
    panel.set_xlim(left=10, right=panel.get_xlim()[1] * 1.5)
    panel.set_yticks([at + 0.4 - height / 2 for at in range(len(clients))])
    panel.set_yticklabels([f"{count} client{'s' * (count > 1)}" for count in clients], fontsize=8)
    panel.invert_yaxis()
    panel.set_title(model, fontsize=9, loc="left")
    panel.spines[["top", "right"]].set_visible(False)
    panel.tick_params(axis="x", labelsize=7)
