// A transcript that runs: its output appears under each statement and is compared with
// what is printed. The buttons are there already (run.js).

import { inform, make, megabytes, word } from "../shell/shell.js"
import { python } from "../python/python.js"
import { printedCode, prompted } from "./colours.js"
import { textArea } from "./editor.js"

const SLOW = 10_000
const RUN_LIMIT = 120_000
const MEMORY = 1 << 30

// What the page says to those who do not see it.
const said = make("div", { className: "gu-said", role: "status" })
const say = text => { said.textContent = text }
document.body.append(said)

class Example {
  constructor(box) {
    this.box = box
    this.name = box.dataset.snippet
    this.pre = box.querySelector("pre")
    this.code = box.querySelector("code")
    this.printed = [...this.code.childNodes].map(node => node.cloneNode(true))
    this.inputs = printedCode(this.code)
    this.original = box.dataset.copy
    const [note, ...buttons] = box.querySelector(".gu-run").children
    this.note = note
    this.buttons = Object.fromEntries(buttons.map(button => [button.name, button]))
    this.reason = JSON.parse(document.querySelector("script[data-words]").dataset.reasons ?? "{}")[this.name]
  }

  why() {
    if (!this.said) this.box.after((this.said = make("p", { className: "gu-why" }, this.reason)))
    say(this.reason)
  }

  get edited() { return this.editor ? this.editor.value : null }

  state(state, note = "") {
    this.box.dataset.state = this.buttons.run.dataset.state = state
    const busy = state === "loading" || state === "running"
    this.buttons.stop.hidden = !busy
    this.buttons.run.setAttribute("aria-disabled", busy)
    this.note.textContent = note
    this.box.setAttribute("aria-busy", busy)
  }

  async run() {
    if (this.buttons.run.ariaDisabled === "true") return
    const loading = (...sizes) => this.state("loading", `${word("running.loading")} ${megabytes(...sizes)}`)
    let slow, long
    try {
      this.state("loading", `${word("running.loading")}…`)
      say(word("running.loading"))
      python.onbytes.add(loading)
      await python.warm()
      python.onbytes.delete(loading)
      this.state("running", `${word("running.running")}…`)
      slow = setTimeout(() => { this.note.textContent = word("running.slow"); say(word("running.slow")) }, SLOW)
      long = setTimeout(() => python.lose(new Error(word("running.long"))), RUN_LIMIT)
      const place = examples.indexOf(this)
      const earlier = examples.slice(0, place).map(({ name, edited }) => [name, edited])
      this.parts = []
      this.firsts = []
      let end
      const { memory } = await python.run({ name: this.name, code: this.edited, earlier }, event => {
        if (event.state) end = event
        else this.show(event)
      })
      const words = [end.state === "equal" ? `✓ ${word("running.equal")}` : `≠ ${word("running.different")}`]
      if (end.cut) words.push(word("running.cut"))
      if (this.firsts.length) words.push(word("running.first", { names: this.firsts.join(", ") }))
      if (memory > MEMORY) { python.lose(new Error()); words.push(word("running.memory")) }
      this.state(end.state, words.join(" · "))
      say(words.join(". "))
    } catch (error) {
      const asked = error.message === word("running.stopped")
      const words = asked ? word("running.stopped") : `${word("running.failed")}: ${error.message}. ${word("running.again")}`
      this.state(asked ? "idle" : "failed", words)
      say(words)
    } finally {
      python.onbytes.delete(loading)
      clearTimeout(slow)
      clearTimeout(long)
      this.buttons.reset.hidden = false
    }
  }

  show(event) {
    if (event.first) return this.firsts.push(event.first)
    if (!this.parts.length) this.code.replaceChildren()
    this.pre.hidden = false
    if (!this.parts[event.at]) {
      const input = make("span", { className: "gu-in" })
      const output = make("span", { className: "gu-out" })
      this.code.append(input, output)
      this.parts[event.at] = { input, output }
    }
    const { input, output } = this.parts[event.at]
    if (event.source !== undefined) {
      const own = !this.editor && this.inputs[event.at]
      return input.replaceChildren(own ? own.cloneNode(true) : prompted(event.source))
    }
    output.textContent = event.output ?? event.partial
    if (event.partial !== undefined) return
    output.classList.toggle("gu-error", event.output.startsWith("Traceback (most recent call last):\n"))
    if (event.equal !== null && (event.output || event.printed)) output.dataset.equal = event.equal
    const lines = (event.where ?? []).filter(([line, name]) => line > 1 || name !== "<module>")
    if (lines.length) {
      const places = lines.map(([line, name]) => word(name === "<module>" ? "running.line" : "running.line_of", { line, name }))
      this.code.append(make("span", { className: "gu-where" }, `${places.join(" → ")}\n`))
    }
    if (event.equal === false)
      this.code.append(make("span", { className: "gu-want-label" }, `${word("running.printed")}\n`), make("span", { className: "gu-want" }, event.printed || "–\n"))
    if (!event.output) output.remove()
  }

  stop() {
    python.lose(new Error(word("running.stopped")))
    python.warm()
    this.buttons.run.focus()
  }

  edit(value = this.original) {
    if (this.editor) return this.editor.focus()
    this.editor = textArea(value, () => this.run())
    this.pre.before(this.editor)
    this.pre.hidden = true
    this.buttons.run.hidden = this.buttons.reset.hidden = this.buttons.link.hidden = false
    this.buttons.edit.hidden = true
    this.state("idle")
    this.editor.focus()
    this.editor.setSelectionRange(0, 0)
  }

  reset() {
    if (this.buttons.run.ariaDisabled === "true") python.lose(new Error(word("running.stopped")))
    this.editor?.remove()
    this.editor = null
    this.pre.hidden = false
    this.code.replaceChildren(...this.printed.map(node => node.cloneNode(true)))
    for (const kind of ["stop", "reset", "link"]) this.buttons[kind].hidden = true
    this.buttons.edit.hidden = false
    this.buttons.run.hidden = Boolean(this.reason)
    this.state("idle")
    this.buttons[this.reason ? "edit" : "run"].focus()
  }

  async link() {
    const url = new URL(location)
    url.hash = new URLSearchParams({ example: this.name, code: this.editor.value })
    history.replaceState(null, "", url)
    const copied = await navigator.clipboard?.writeText(url.href).then(() => true, () => false)
    const told = word(copied ? "running.copied" : "running.not_copied")
    this.note.textContent = told
    say(told)
  }
}

const examples = [...document.querySelectorAll(".gu-transcript[data-snippet]")].map(box => new Example(box))
export const example = box => examples.find(each => each.box === box)

// Shows what a link brings along; nothing of it is run.
export function shared(sent) {
  const found = examples.find(({ name }) => name === sent.get("example"))
  if (!found) return inform(word("running.unknown"))
  if (!sent.has("code")) return
  found.edit(sent.get("code"))
  found.box.scrollIntoView({ block: "center" })
}
