"""Takes every page of the workspace in both languages and themes: `uv run python docs/screenshots.py`.

Made-up furniture company, made and checked up for it, one server, Debian's chromium. Writes WebP files under
`docs/screenshots/` and the page that shows them; `--only map field` takes some pages again, `--folder` looks at a
company that is there already.
"""

import argparse
import base64
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.e2e.conftest import Watched, Workspace, serving, visiting  # noqa: E402 as pytest finds them
from tests.e2e.test_every_page import come_in, every_path  # noqa: E402 as above

HERE = Path(__file__).parent / "screenshots"
LANGUAGES, THEMES = ("it", "en"), ("light", "dark")
WIDTH, HEIGHT, TALLEST = 1280, 800, 1600
SCALE, QUALITY = 0.75, 55
SETTLE_MS = 300


def main() -> None:
    """Take the pages asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--scale", default="0.2")
    asked = parser.parse_args()
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        folder = asked.folder or _made(Path(place) / "furniture", asked.scale)
        with serving(folder, Path(place) / "home") as workspace, _chromium() as browser:
            for language in LANGUAGES:
                for theme in THEMES:
                    _take(browser, workspace, language, theme, asked.only)
    (HERE / "README.md").write_text(_index(), "utf-8")


def _made(folder: Path, scale: str) -> Path:
    subprocess.run([sys.executable, "-m", "regia", "demo", str(folder), "--scale", scale], check=True)
    return folder


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


def _take(browser: Browser, workspace: Workspace, language: str, theme: str, only: list[str]) -> None:
    with visiting(browser, workspace.base, width=WIDTH, height=HEIGHT) as visit:
        come_in(visit, workspace, language, theme)
        for name, path in every_path(visit, workspace):
            if only and name not in only:
                continue
            visit.open(path)
            visit.page.evaluate("document.fonts.ready")
            visit.page.wait_for_timeout(SETTLE_MS)
            (HERE / f"{name}-{language}-{theme}.webp").write_bytes(_picture(visit))
        visit.wrong.clear()  # what a page does wrong is for the tests to tell


def _picture(visit: Watched) -> bytes:
    """Return the page from its top, as WebP, which the browser makes itself."""
    tall = int(visit.page.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": min(max(tall, HEIGHT), TALLEST), "scale": SCALE}
    session = visit.page.context.new_cdp_session(visit.page)
    asked = {"format": "webp", "quality": QUALITY, "clip": clip, "captureBeyondViewport": True}
    taken = session.send("Page.captureScreenshot", asked)
    session.detach()
    return base64.b64decode(taken["data"])


def _index() -> str:
    names = sorted({path.stem.rsplit("-", 2)[0] for path in HERE.glob("*.webp")})
    lines = [
        "# Every page\n",
        "In both languages and themes, of a made-up company: `uv run python docs/screenshots.py`.\n",
    ]
    for name in names:
        shown = [f"![{name}]({name}-{each}.webp)" for each in ("it-light", "it-dark", "en-light", "en-dark")]
        lines += [f"## {name}\n", *(f"{each}\n" for each in shown)]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
