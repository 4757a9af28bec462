// "Run it here": the buttons of every transcript. What they do (example.js), their words and
// Python are fetched once the reader reaches for one.

import { inform, make, once, spoken, word } from "../shell/shell.js"

const { dataset } = document.querySelector("script[data-words]")
const LABELS = {
  run: word("code.run"), stop: word("code.stop"), why: word("code.why"),
  edit: word("code.edit"), reset: word("code.reset"), link: word("code.link"),
}
const ICONS = {
  run: "M8 5v14l11-7z", stop: "M6 6h12v12H6z",
  why: "M11 7h2v2h-2zm0 4h2v6h-2zm1-9a10 10 0 1 0 0 20 10 10 0 0 0 0-20m0 18a8 8 0 1 1 0-16 8 8 0 0 1 0 16",
  edit: "M3 17.2V21h3.8L17.8 9.9l-3.7-3.7zM20.7 7a1 1 0 0 0 0-1.4l-2.3-2.3a1 1 0 0 0-1.4 0l-1.8 1.8 3.7 3.7z",
  reset: "M12 5V1L7 6l5 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z",
  link: "M3.9 12a3.1 3.1 0 0 1 3.1-3.1h4V7H7a5 5 0 0 0 0 10h4v-1.9H7A3.1 3.1 0 0 1 3.9 12M8 13h8v-2H8zm9-6h-4v1.9h4a3.1 3.1 0 0 1 0 6.2h-4V17h4a5 5 0 0 0 0-10",
}

let example
const examples = once(async () => {
  const [module] = await Promise.all([import("./example.js"), spoken()])
  example = module.example
  return module
})
const warm = async () => { await examples(); (await import("../python/python.js")).python.warm() }
const told = () => {} // of a fetch begun before a click the click tells

// The buttons of one transcript; the others get a copy.
const bar = make("div", { className: "gu-run" })
bar.innerHTML = '<span class="gu-run-note"></span>' + Object.entries(LABELS).map(([kind, label]) =>
  `<button type="button" name="${kind}" class="gu-run-${kind}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[kind]}"/></svg>${label}</button>`).join("")
const buttons = [...bar.querySelectorAll("button")]
bar.children.run.dataset.state = "idle"

function add(box, why) {
  for (const button of buttons) button.hidden = !["edit", why ? "why" : "run"].includes(button.name)
  box.append(bar.cloneNode(true))
}

async function pressed(button) {
  const kind = button.name
  const box = button.closest("[data-snippet]")
  const [note] = button.parentElement.children
  const state = now => { box.dataset.state = button.parentElement.children.run.dataset.state = now }
  if (!example) {
    if (kind === "run") state("loading")
    note.textContent = "…"
    try {
      await examples()
    } catch {
      note.textContent = word("code.lost")
      return state("failed")
    }
    note.textContent = ""
  }
  example(box)[kind]()
}

function reached({ target }) {
  if (!target.closest?.(".gu-run")) return
  examples().catch(told)
  if (target.closest(".gu-run-run")) warm().catch(told)
}

if (typeof WebAssembly === "object" && typeof DecompressionStream === "function") {
  const reasons = JSON.parse(dataset.reasons ?? "{}")
  for (const box of document.querySelectorAll(".gu-transcript[data-snippet]")) add(box, reasons[box.dataset.snippet])
  for (const event of ["pointerover", "focusin", "touchstart"]) document.addEventListener(event, reached, { passive: true })
  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".gu-run > button")
    if (button) pressed(button)
  })
  // A link may bring along what somebody made of an example; it is shown and not run.
  const sent = new URLSearchParams(location.hash.slice(1))
  if (sent.has("example")) examples().then(module => module.shared(sent), () => inform(word("code.lost")))
}
