"""The app's icons, drawn anew from their SVG by the Chromium of this machine.

Run from the top of the repository as `python -m tools.icons`. Another portal's icons: `python -m tools.icons PLAIN.svg
MASKABLE.svg FOLDER`, where PLAIN.svg may have round corners and MASKABLE.svg fills its square and keeps what it shows
within the middle circle of four fifths its width (W3C Web Application Manifest, maskable).
"""

import base64
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from survivor_portal.config import APP_ICONS
from survivor_portal.web.assets import static_folder
from tests.journeys.chromium import MISSING, arguments, find_chromium
from tests.journeys.servers import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from survivor_portal.config import AppIcon

ROUND: Final = frozenset({"icon-192.png", "icon-512.png"})
"""Shown as they are; the others are cut to a shape of the phone's own, so they fill their square."""

_PIXELS: Final = """async ([svg, side]) => {
  const image = new Image();
  image.src = 'data:image/svg+xml;base64,' + svg;
  await image.decode();
  const context = new OffscreenCanvas(side, side).getContext('2d');
  context.drawImage(image, 0, 0, side, side);
  const { data } = context.getImageData(0, 0, side, side);
  let text = '';
  for (let at = 0; at < data.length; at += 4096) text += String.fromCharCode(...data.subarray(at, at + 4096));
  return btoa(text);
}"""

_MOST_COLOURS: Final = 256
_OF_A_PALETTE: Final = 3
_OF_WHOLE_COLOURS: Final = 6


@dataclass(frozen=True, slots=True)
class Drawings:
    """The two drawings that every icon is made from."""

    plain: Path
    maskable: Path

    def of(self, icon: "AppIcon") -> Path:
        """Give the drawing an icon is made from."""
        return self.plain if icon.file in ROUND else self.maskable


OURS: Final = Drawings(static_folder() / "icon.svg", ROOT / "tools" / "icon-maskable.svg")


def main(given: list[str]) -> int:
    """Draw every icon; 1 when there is no browser to draw them with, 2 when it is not said what to draw."""
    if len(given) not in {0, 3}:
        print("Give nothing, or: PLAIN.svg MASKABLE.svg FOLDER", file=sys.stderr)
        return 2
    chromium = find_chromium()
    if chromium is None:
        print(MISSING, file=sys.stderr)
        return 1
    drawings, folder = (Drawings(Path(given[0]), Path(given[1])), Path(given[2])) if given else (OURS, static_folder())
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=arguments())
        for icon in APP_ICONS:
            (folder / icon.file).write_bytes(drawn(browser, drawings.of(icon), icon.pixels))
            print(icon.file)
        browser.close()
    if given:
        copyfile(drawings.plain, folder / "icon.svg")
    return 0


def drawn(browser: "Browser", drawing: Path, side: int) -> bytes:
    """Draw an SVG as a PNG of that many pixels each way, clear where the drawing is."""
    page = browser.new_page()
    try:
        encoded = page.evaluate(_PIXELS, [base64.b64encode(drawing.read_bytes()).decode(), side])
    finally:
        page.close()
    return png(side, base64.b64decode(encoded))


def png(side: int, rgba: bytes) -> bytes:
    """Write a square picture as a PNG (W3C, third edition), with a palette when it has few colours: far fewer bytes.

    `rgba` holds four bytes for each pixel, row by row.
    """
    pixels = [rgba[at : at + 4] for at in range(0, len(rgba), 4)]
    colours = {colour: place for place, colour in enumerate(dict.fromkeys(pixels))}
    has_palette = len(colours) <= _MOST_COLOURS
    content = bytes(colours[pixel] for pixel in pixels) if has_palette else rgba
    width = len(content) // side
    rows = b"".join(b"\0" + content[at : at + width] for at in range(0, len(content), width))
    kind = _OF_A_PALETTE if has_palette else _OF_WHOLE_COLOURS
    palette = (
        _chunk(b"PLTE", b"".join(colour[:3] for colour in colours))
        + _chunk(b"tRNS", b"".join(colour[3:] for colour in colours))
        if has_palette
        else b""
    )
    head = side.to_bytes(4) + side.to_bytes(4) + bytes((8, kind, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + palette
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + name + content + zlib.crc32(name + content).to_bytes(4)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
