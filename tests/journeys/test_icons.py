"""The icons in the repository are what their drawings give, and a phone may cut them to a shape of its own."""

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from survivor_portal.config import APP_ICONS, AppIcon
from survivor_portal.web.assets import static_folder
from tools.icons import OURS, ROUND, drawn, main, png

if TYPE_CHECKING:
    from playwright.sync_api import Browser

READ = """async (pictures) => {
  const read = async (png) => {
    const image = new Image();
    image.src = 'data:image/png;base64,' + png;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    return { side: image.width, data: context.getImageData(0, 0, image.width, image.height).data };
  };
  const [committed, anew] = [await read(pictures[0]), await read(pictures[1])];
  const { side, data } = committed;
  const colour = (x, y) => [...data.slice(4 * (y * side + x), 4 * (y * side + x) + 4)].join();
  const ground = colour(side / 2, 1);
  const outside = new Set();
  for (let y = 0; y < side; y += 1) for (let x = 0; x < side; x += 1) {
    if (Math.hypot(x + 0.5 - side / 2, y + 0.5 - side / 2) > 0.4 * side) outside.add(colour(x, y));
  }
  return {
    side,
    isTheSame: anew.side === side && data.every((value, at) => Math.abs(value - anew.data[at]) <= 24),
    corner: colour(0, 0),
    ground,
    outside: [...outside],
  };
}"""
"""How the committed picture and the one drawn anew differ, and what is seen outside the circle that phones leave."""


@pytest.fixture(params=APP_ICONS, ids=lambda icon: icon.file)
def icon(request: pytest.FixtureRequest) -> AppIcon:
    """Each icon there is."""
    found: AppIcon = request.param
    return found


def looked_at(browser: "Browser", icon: AppIcon) -> dict[str, Any]:
    committed = (static_folder() / icon.file).read_bytes()
    pictures = [committed, drawn(browser, OURS.of(icon), icon.pixels)]
    page = browser.new_page()
    try:
        found: dict[str, Any] = page.evaluate(READ, [base64.b64encode(picture).decode() for picture in pictures])
    finally:
        page.close()
    return found


def test_drawing_an_icon_anew_gives_the_one_in_the_repository(browser: "Browser", icon: AppIcon) -> None:
    found = looked_at(browser, icon)

    assert (found["side"], found["isTheSame"]) == (icon.pixels, True)


def test_an_icon_that_is_cut_to_shape_shows_all_it_has_within_the_circle(browser: "Browser", icon: AppIcon) -> None:
    found = looked_at(browser, icon)

    if icon.file in ROUND:
        assert found["corner"].endswith(",0"), "the corner is not clear"
    else:
        assert found["outside"] == [found["ground"]]
        assert found["ground"].endswith(",255"), "the ground is not whole"


def test_the_tool_says_what_it_would_draw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "PLAIN.svg MASKABLE.svg FOLDER" in capsys.readouterr().err


def test_a_picture_of_many_colours_is_written_whole(browser: "Browser") -> None:
    every = bytes(value for at in range(32 * 32) for value in (at % 256, at // 4 % 256, 255 - at % 256, 255))
    page = browser.new_page()
    read: list[int] = page.evaluate(
        """async (png) => {
          const image = new Image();
          image.src = 'data:image/png;base64,' + png;
          await image.decode();
          const context = new OffscreenCanvas(32, 32).getContext('2d');
          context.drawImage(image, 0, 0);
          return [...context.getImageData(0, 0, 32, 32).data];
        }""",
        base64.b64encode(png(32, every)).decode(),
    )
    page.close()
    assert bytes(read) == every
