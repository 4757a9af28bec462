"""How long a reader waits: for the first output, for later ones, for Stop, for a drawn digit.

Run from the root: ``python tests/benchmarks/browser.py [--rounds N] [--site FOLDER]``; needs
Chromium and what `.ci/requirements.txt` names. The site is served from this machine,
compressed beforehand and kept by the browser, as a public host has it. Cold: nothing of the
site is in the browser. Cached: another page of it, with what the first one brought. All from
the click on Run to the first line of output; nothing was hovered over or touched before.
Prints the least and the median of the rounds, and how busy the machine was.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from served import browser, served  # noqa: E402

GOALS = {"cold": 3000, "cached": 1500, "later runs": 20, "stop": 100, "digit stroke": 50}
LATER = 5
CLICK = """(box, [button, done]) => new Promise(resolve => {
  const start = performance.now()
  new MutationObserver((_, seen) => {
    if (!box.matches(done)) return
    seen.disconnect()
    resolve(performance.now() - start)
  }).observe(box, { subtree: true, childList: true, characterData: true, attributes: true })
  box.querySelector(button).click()
})"""
RUN, STOP = ".gu-run-run", ".gu-run-stop"
FIRST_OUTPUT = ":has(.gu-out:not(:empty))"
EQUAL = "[data-state=equal]"
STROKES = [[(0.3, 0.2), (0.7, 0.2)], [(0.7, 0.2), (0.45, 0.85)], [(0.4, 0.5), (0.7, 0.5)]]


def first_output(page, address: str) -> float:
    page.goto(address, wait_until="load")
    page.wait_for_timeout(300)
    taken = page.locator("[data-snippet]").first.evaluate(CLICK, [RUN, FIRST_OUTPUT])
    page.wait_for_selector(EQUAL, timeout=60_000)
    page.wait_for_timeout(300)
    return taken


def stop(page) -> float:
    """Return how long an endless loop outlives its reader's click."""
    box = page.locator("[data-snippet]").first
    box.locator(".gu-run-edit").click()
    box.locator("textarea").fill("while True: pass")
    box.locator(RUN).click()
    page.wait_for_selector("[data-state=running]")
    return box.evaluate(CLICK, [STOP, "[data-state=idle]"])


def strokes(page, address: str) -> list[float]:
    """Return, stroke by stroke, how long the answer took once the pen was lifted."""
    page.goto(address + "en/digit/", wait_until="load")
    page.locator(".gu-digit-canvas").click()
    page.wait_for_selector(".gu-digit-page[data-state=ready]", timeout=60_000)
    box = page.locator(".gu-digit-canvas").bounding_box()
    times = []
    for points in STROKES:
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
        page.mouse.move(*places[0])
        page.mouse.down()
        page.mouse.move(*places[1], steps=8)
        page.evaluate(
            """() => {
              const page = document.querySelector(".gu-digit-page")
              window.answered = new Promise(resolve => addEventListener("pointerup", () => {
                const start = performance.now()
                const status = document.querySelector(".gu-digit-time")
                new MutationObserver(() => resolve(performance.now() - start))
                  .observe(status, { childList: true, characterData: true, subtree: true })
              }, { once: true, capture: true }))
            }"""
        )
        page.mouse.up()
        times.append(page.evaluate("answered"))
        page.wait_for_timeout(100)
    return times


def measure(browser, address: str, times: dict[str, list[float]]) -> None:
    context = browser.new_context()
    page = context.new_page()
    times["cold"].append(first_output(page, address + "en/ch02/and/"))
    for _ in range(LATER):
        times["later runs"].append(page.locator("[data-snippet]").first.evaluate(CLICK, [RUN, EQUAL]))
    times["cached"].append(first_output(page, address + "en/ch02/or/"))
    times["stop"].append(stop(page))
    times["digit stroke"] += strokes(page, address)
    context.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--site", type=Path, help="a site that is built already")
    options = parser.parse_args()
    times = {name: [] for name in GOALS}
    loads = [os.getloadavg()[0]]
    with tempfile.TemporaryDirectory() as scratch, browser() as chromium:
        site = options.site
        if site is None:
            site = Path(scratch, "site")
            command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(site)]
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        with served(site) as address:
            measure(chromium, address, {name: [] for name in GOALS})  # the server compresses once
            for _ in range(options.rounds):
                measure(chromium, address, times)
                loads.append(os.getloadavg()[0])
    print(f"{options.rounds} rounds, {os.cpu_count()} cores, load {min(loads):.1f} to {max(loads):.1f}")
    missed = False
    for name, goal in GOALS.items():
        middle = statistics.median(times[name])
        print(f"{name}: least {min(times[name]):.0f}, median {middle:.0f}, at most {goal} ms wanted")
        missed |= middle > goal
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
