// A transcript that runs: its output appears under each statement and is compared with
// what is printed. The buttons are there already (run.js).

import { element, printedCode, prompted } from "./code.js"
import { textArea } from "./editor.js"
import { python } from "./python.js"

const WORDS = {
  ko: {
    loading: "파이썬을 불러오는 중", running: "실행 중", equal: "인쇄된 출력과 같음", different: "인쇄된 출력과 다름",
    stopped: "멈췄습니다", failed: "실행하지 못했습니다", again: "다시 누르면 새로 시작합니다", copied: "링크를 복사했습니다",
    first: name => `먼저 실행한 예제: ${name}`, printed: "인쇄된 출력", cut: "출력이 길어 앞부분만 보입니다",
    slow: "10초가 넘었습니다. 멈추기를 누르면 끝납니다", long: "2분 안에 끝나지 않아 멈췄습니다",
    memory: "메모리를 많이 써서 파이썬을 새로 시작합니다", where: (line, name) => `${line}번째 줄${name ? `, ${name}` : ""}`,
  },
  en: {
    loading: "Loading Python", running: "Running", equal: "Same as printed", different: "Differs from what is printed",
    stopped: "Stopped", failed: "Could not be run", again: "press again to start anew", copied: "Link copied",
    first: name => `Run first: ${name}`, printed: "Printed", cut: "The output is long; its beginning is shown",
    slow: "More than ten seconds; Stop ends it", long: "Stopped: no end after two minutes",
    memory: "Much memory was used; Python starts anew", where: (line, name) => `line ${line}${name ? `, in ${name}` : ""}`,
  },
}[document.documentElement.lang === "ko" ? "ko" : "en"]
const SLOW = 10_000
const RUN_LIMIT = 120_000
const MEMORY = 1 << 30

// What the page says to those who do not see it.
const said = Object.assign(element("div", "gu-said"), { role: "status" })
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
    this.reason = JSON.parse(document.querySelector("script[data-runtime]").dataset.reasons ?? "{}")[this.name]
  }

  why() {
    if (!this.said) this.box.after((this.said = element("p", "gu-why", this.reason)))
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
    const loading = (bytes, total) =>
      this.state("loading", `${WORDS.loading} ${(bytes / 1e6).toFixed(1)}${total ? ` / ${(total / 1e6).toFixed(1)}` : ""} MB`)
    let slow, long
    try {
      this.state("loading", `${WORDS.loading}…`)
      say(WORDS.loading)
      python.onbytes.add(loading)
      await python.warm()
      python.onbytes.delete(loading)
      this.state("running", `${WORDS.running}…`)
      slow = setTimeout(() => { this.note.textContent = WORDS.slow; say(WORDS.slow) }, SLOW)
      long = setTimeout(() => python.lose(new Error(WORDS.long)), RUN_LIMIT)
      const place = examples.indexOf(this)
      const earlier = examples.slice(0, place).map(({ name, edited }) => [name, edited])
      this.parts = []
      this.firsts = []
      let end
      const { memory } = await python.run({ name: this.name, code: this.edited, earlier }, event => {
        if (event.state) end = event
        else this.show(event)
      })
      const words = [end.state === "equal" ? `✓ ${WORDS.equal}` : `≠ ${WORDS.different}`]
      if (end.cut) words.push(WORDS.cut)
      if (this.firsts.length) words.push(WORDS.first(this.firsts.join(", ")))
      if (memory > MEMORY) { python.lose(new Error()); words.push(WORDS.memory) }
      this.state(end.state, words.join(" · "))
      say(words.join(". "))
    } catch (error) {
      const asked = error.message === WORDS.stopped
      const words = asked ? WORDS.stopped : `${WORDS.failed}: ${error.message}. ${WORDS.again}`
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
      const input = element("span", "gu-in")
      const output = element("span", "gu-out")
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
      const places = lines.map(([line, name]) => WORDS.where(line, name === "<module>" ? "" : name))
      this.code.append(element("span", "gu-where", `${places.join(" → ")}\n`))
    }
    if (event.equal === false)
      this.code.append(element("span", "gu-want-label", `${WORDS.printed}\n`), element("span", "gu-want", event.printed || "–\n"))
    if (!event.output) output.remove()
  }

  stop() {
    python.lose(new Error(WORDS.stopped))
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
    if (this.buttons.run.ariaDisabled === "true") python.lose(new Error(WORDS.stopped))
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
    try {
      await navigator.clipboard.writeText(url.href)
      this.note.textContent = WORDS.copied
      say(WORDS.copied)
    } catch {}
  }
}

const examples = [...document.querySelectorAll(".gu-transcript[data-snippet]")].map(box => new Example(box))
export const example = box => examples.find(each => each.box === box)

// A link may bring along what somebody made of an example; it is shown and not run.
const shared = new URLSearchParams(location.hash.slice(1))
const sent = examples.find(({ name }) => name === shared.get("example"))
if (sent && shared.has("code")) {
  sent.edit(shared.get("code"))
  sent.box.scrollIntoView({ block: "center" })
}
