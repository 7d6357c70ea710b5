"""Charts that a spreadsheet program draws itself, from the numbers of a table."""

from __future__ import annotations

from xlsxwriter import Workbook

from .office.model import Chart

FILLS = {"1": "#14508f", "2": "#4f86bd", "3": "#9cc8ee", "4": "#f2c14e", "5": "#c9702f", "6": "#8f2a1d"}
ABSTAINED = "#b9c2ca"
HATCHED = frozenset({"6"})  # told from its neighbours in black and white
ROW, EDGE, WIDTH = 24, 150, 960  # pixels


def draw(book: Workbook, name: str, source: str, chart: Chart, rows: tuple[int, int]) -> None:
    """Draw a bar for every row of a table on a worksheet of its own."""
    drawn = book.add_chart({"type": "bar", **({"subtype": "stacked"} if chart.is_stacked else {})})
    for column, (label, fill) in zip(chart.columns, chart.series, strict=True):
        drawn.add_series(
            {
                "name": label,
                "categories": [source, rows[0], chart.names, rows[1], chart.names],
                "values": [source, rows[0], column, rows[1], column],
                "gap": 40,
                "border": {"color": "#ffffff"},
                "data_labels": {"value": True, **({"num_format": "0;;"} if chart.is_stacked else {})},
                **_look(fill),
            }
        )
    drawn.set_title({"name": chart.title, "overlay": False, "name_font": {"size": 14}})
    drawn.set_y_axis({"reverse": True, "major_tick_mark": "none"})
    drawn.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#ccd4db"}}, "min": 0})
    drawn.set_legend({"position": "top"} if chart.is_stacked else {"none": True})
    drawn.set_size({"width": WIDTH, "height": EDGE + ROW * (rows[1] - rows[0] + 1)})
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.insert_chart(0, 0, drawn, {"description": chart.title})


def _look(fill: str) -> dict[str, object]:
    color = FILLS.get(fill, ABSTAINED)
    if fill in HATCHED:
        return {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": color, "bg_color": "#ffffff"}}
    return {"fill": {"color": color}}
