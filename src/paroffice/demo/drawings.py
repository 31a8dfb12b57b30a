"""Pictures of our own for the portals, drawn as flat shapes: nobody and nothing real is shown."""


def _scene(width: int, height: int, *shapes: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        + "".join(shapes)
        + "</svg>"
    )


def _rect(x: int, y: int, width: int, height: int, fill: str, round_: int = 0) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{round_}" fill="{fill}"/>'


def _person(x: int, y: int, coat: str, scale: float = 1.0) -> str:
    """A head, hair, shoulders."""
    return (
        f'<g transform="translate({x} {y}) scale({scale})">'
        f'<path d="M-70 170 Q-70 60 0 60 Q70 60 70 170Z" fill="{coat}"/>'
        '<circle cx="0" cy="20" r="42" fill="#d9a37c"/>'
        '<path d="M-44 20 Q-46 -32 0 -32 Q46 -32 44 20 Q30 -8 0 -8 Q-30 -8 -44 20Z" fill="#2a2320"/></g>'
    )


def _counter() -> str:
    back = (
        _rect(0, 0, 1280, 800, "#e9e0cf"),
        _rect(0, 560, 1280, 240, "#c9b896"),
        _rect(90, 70, 1100, 84, "#a4201c", 6),
    )
    lines = [_rect(150 + 240 * place, 104, 180, 16, "#f3d9a4", 8) for place in range(4)]
    clerks = (_person(420, 260, "#355a86"), _person(860, 260, "#355a86"))
    desk = (_rect(160, 420, 960, 190, "#8a6239"), _rect(140, 396, 1000, 40, "#6f4d2b", 6))
    screens = (_rect(520, 300, 130, 92, "#28323c", 6), _rect(960, 300, 130, 92, "#28323c", 6))
    papers = (_rect(300, 382, 110, 16, "#fbfaf6"), _rect(700, 382, 90, 16, "#fbfaf6"))
    public = (_person(300, 560, "#7d5208", 1.2), _person(640, 580, "#23663b", 1.2), _person(980, 560, "#73425f", 1.2))
    return _scene(1280, 800, *back, *lines, *clerks, *desk, *screens, *papers, *public)


def _posting() -> str:
    board = (
        _rect(0, 0, 1280, 800, "#dfe6e2"),
        _rect(120, 70, 1040, 640, "#7a5a35", 10),
        _rect(150, 100, 980, 580, "#efe6d2"),
    )
    sheets = []
    for row in range(3):
        for column in range(5):
            x, y, empty = 185 + 188 * column, 130 + 180 * row, (row, column) in ((1, 3), (2, 1), (2, 4))
            sheets.append(_rect(x, y, 156, 150, "#e2d6bb" if empty else "#ffffff", 3))
            if not empty:
                sheets.append(_rect(x + 16, y + 16, 100, 12, "#a4201c", 4))
                sheets += [
                    _rect(x + 16, y + 44 + 20 * line, 124 - 18 * (line % 2), 8, "#9aa3ad", 4) for line in range(5)
                ]
    return _scene(1280, 800, *board, *sheets)


def _field() -> str:
    sky = (_rect(0, 0, 1280, 800, "#cfe0ea"), '<circle cx="1010" cy="170" r="70" fill="#f6d58a"/>')
    hills = (
        '<path d="M0 380 L180 250 L320 350 L520 210 L700 360 L880 270 L1080 380 L1280 300 V460 H0Z" fill="#8aa2a0"/>'
    )
    dyke = '<path d="M0 430 H1280 V480 H0Z" fill="#a98a5c"/>'
    roof = '<path d="M-8 24 L35 -8 L78 24Z" fill="#a4483b"/>'
    houses = [
        f'<g transform="translate({x} 372)">{_rect(0, 22, 70, 40, "#f0e7d6")}{roof}</g>'
        for x in (140, 250, 900, 1010)
    ]
    rows = [
        f'<path d="M{640 + (place - 8) * 40} 480 L{640 + (place - 8) * 170} 800" stroke="#5f8a3c" stroke-width="10"/>'
        for place in range(17)
    ]
    return _scene(1280, 800, *sky, hills, _rect(0, 460, 1280, 340, "#86b356"), *rows, dyke, *houses)


def _crest() -> str:
    grains = [
        f'<ellipse cx="112" cy="150" rx="9" ry="44" fill="#f3d9a4" transform="rotate({angle} 112 176)"/>'
        for angle in (-50, -25, 0, 25, 50)
    ]
    ring = (
        '<circle cx="112" cy="112" r="108" fill="#a4201c"/>'
        '<circle cx="112" cy="112" r="98" fill="none" stroke="#f3d9a4" stroke-width="4"/>'
    )
    wave = '<path d="M40 176 Q76 158 112 176 T184 176" fill="none" stroke="#f3d9a4" stroke-width="8"/>'
    sun = '<circle cx="112" cy="72" r="24" fill="#f3d9a4"/>'
    return _scene(224, 224, ring, sun, *grains, wave)


DRAWINGS = {
    "counter": ("Quầy một cửa (hình vẽ)", _counter()),
    "posting": ("Bảng niêm yết (hình vẽ)", _posting()),
    "field": ("Cánh đồng (hình vẽ)", _field()),
    "crest": ("Huy hiệu (hình vẽ)", _crest()),
}
"""By name: how it is called, and the drawing."""
