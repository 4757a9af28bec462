// Figures with sliders. Each answer was computed at build (kinds/panel.py): a table has
// an axis for every slider, and what a page shows at their places is looked up in it. What can
// be dragged moves sliders, to where the table draws it nearest to the pointer.

import { json, make, offer, once, word } from "../shell/shell.js"

// How far something that is drawn so is from a point.
const DISTANCES = {
  cx: (text, { x }) => Math.abs(text - x),
  cy: (text, { y }) => Math.abs(text - y),
  d(text, { x, y }) {
    const [x1, y1, x2, y2] = (text.match(/-?[\d.]+/g) ?? []).map(Number)
    return Math.abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / Math.hypot(x2 - x1, y2 - y1)
  },
}
const pairs = (text, element) => text.split(" ").map(pair => [element, ...pair.split("=")])

for (const panel of document.querySelectorAll("[data-panel]")) {
  const sliders = [...panel.querySelectorAll("[data-axis]")]
  const shown = [...panel.querySelectorAll("[data-set]")].flatMap(element => pairs(element.dataset.set, element))
  const load = once(() => json(new URL(`../tables/${panel.dataset.panel}.json`, import.meta.url)))
  const soon = () => { load().catch(() => {}) } // what was not asked for yet fails in silence
  const note = make("p", { className: "gu-panel-note", role: "status" })
  panel.append(note)

  const places = () => Object.fromEntries(sliders.map(slider => [slider.dataset.axis, slider.valueAsNumber]))
  const text = ({ axes, parts }, key, places) => {
    const part = parts[key]
    return part.values[part.index[part.axes.reduce((at, axis) => at * axes[axis] + places[axis], 0)]]
  }
  const show = table => {
    const now = places()
    for (const [element, attribute, key] of shown) {
      const found = text(table, key, now)
      if (attribute !== "text") element.setAttribute(attribute, found)
      else if (element.textContent !== found) element.textContent = found
    }
    panel.dataset.state = "told"
    note.replaceChildren()
  }
  // Until the table is there, and if it does not come, nothing is said of the sliders' places.
  const answer = async () => {
    if (panel.dataset.state !== "told") panel.dataset.state = "waiting"
    try {
      show(await load())
    } catch {
      offer(note, word("panels.lost"), answer)
    }
  }

  for (const slider of sliders) {
    const texts = slider.dataset.texts.split(" ")
    const output = slider.nextElementSibling
    const name = () => {
      output.textContent = texts[slider.value]
      slider.setAttribute("aria-valuetext", texts[slider.value])
    }
    for (const event of ["pointerenter", "focus"]) slider.addEventListener(event, soon, { passive: true })
    slider.addEventListener("input", () => { name(); answer() })
    // A browser that goes back to a page puts its sliders where they were left.
    if (slider.value !== slider.defaultValue) { name(); answer() }
  }

  const drawing = panel.querySelector(".gu-drag")
  if (!drawing) continue
  let pointer, dragged

  const drag = async event => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse())
    const table = await load().catch(() => {})
    if (!table) {
      pointer = undefined
      return offer(note, word("panels.lost"), answer)
    }
    for (const [element, axis, attribute] of pairs(dragged.dataset.drag, dragged)) {
      const [, , key] = shown.find(([other, name]) => other === element && name === attribute)
      const slider = sliders.find(slider => slider.dataset.axis === axis)
      let nearest = Infinity, place
      for (let at = 0; at < table.axes[axis]; at++) {
        const distance = DISTANCES[attribute](text(table, key, { ...places(), [axis]: at }), point)
        if (distance < nearest) [nearest, place] = [distance, at]
      }
      if (place === undefined || place === slider.valueAsNumber) continue
      slider.value = place
      slider.dispatchEvent(new Event("input"))
    }
  }
  const end = event => {
    if (event.pointerId === pointer) pointer = undefined
    drawing.classList.toggle("gu-dragged", pointer !== undefined)
  }

  drawing.addEventListener("pointerenter", soon, { passive: true })
  drawing.addEventListener("pointerdown", event => {
    if (event.button || pointer !== undefined) return
    event.preventDefault()
    pointer = event.pointerId
    drawing.setPointerCapture(pointer)
    drawing.classList.add("gu-dragged")
    dragged = event.target.closest("[data-drag]") ?? drawing.querySelector("[data-drag]")
    drag(event)
  })
  drawing.addEventListener("pointermove", event => { if (event.pointerId === pointer) drag(event) })
  for (const ended of ["pointerup", "pointercancel"]) drawing.addEventListener(ended, end)
}
