"""Small charts made on the server: inline SVG with titles and classes, and the same figures as a table.

No script, no inline style, nothing from elsewhere: pages under ``default-src 'self'`` can show them.
"""

from lianxin.core.documents.svg_bars import Bar, bars, sparkline, stacked
from lianxin.core.documents.svg_base import TONES, Chart, Svg
from lianxin.core.documents.svg_places import Event, Tile, tile_cells, tile_map, timeline

__all__ = [
    "TONES",
    "Bar",
    "Chart",
    "Event",
    "Svg",
    "Tile",
    "bars",
    "sparkline",
    "stacked",
    "tile_cells",
    "tile_map",
    "timeline",
]
