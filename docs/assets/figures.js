// Figures with sliders. Each answer was computed at build (groundup_site.panels): a table has
// an axis for every slider, and what a page shows at their places is looked up in it.

for (const panel of document.querySelectorAll("[data-panel]")) {
  const sliders = [...panel.querySelectorAll("[data-axis]")]
  const shown = [...panel.querySelectorAll("[data-set]")].flatMap(element =>
    element.dataset.set.split(" ").map(pair => [element, ...pair.split("=")]))
  let table
  const load = () => (table ??= fetch(new URL(`panels/${panel.dataset.panel}.json`, import.meta.url)).then(answer => answer.json()))

  const show = ({ axes, parts }) => {
    const places = Object.fromEntries(sliders.map(slider => [slider.dataset.axis, slider.valueAsNumber]))
    for (const [element, attribute, key] of shown) {
      const part = parts[key]
      const text = part.values[part.index[part.axes.reduce((at, axis) => at * axes[axis] + places[axis], 0)]]
      if (attribute !== "text") element.setAttribute(attribute, text)
      else if (element.textContent !== text) element.textContent = text
    }
  }

  for (const slider of sliders) {
    const texts = slider.dataset.texts.split(" ")
    const output = slider.nextElementSibling
    const name = () => {
      output.textContent = texts[slider.value]
      slider.setAttribute("aria-valuetext", texts[slider.value])
    }
    for (const event of ["pointerenter", "focus"]) slider.addEventListener(event, load, { passive: true })
    slider.addEventListener("input", async () => { name(); show(await load()) })
    // A browser that goes back to a page puts its sliders where they were left.
    if (slider.value !== slider.defaultValue) load().then(found => { name(); show(found) })
  }
}
