// "Run it here": a Run button on every transcript. Nothing of Python is fetched before
// the reader points at one. Other scripts of the site call into the same Python:
//
//   import { python } from "./run.js"
//   python.warm()                                        // begins to load, once
//   await python.call("groundup.activations", "softmax", [{ shape: [2, 3], data: Float64Array }])
//
// Arguments are numbers, texts, lists, typed arrays and {shape, data}; arrays come back
// as {shape, data}. An error of Python's rejects with its last line.

const script = document.querySelector("script[data-runtime]")
const language = document.documentElement.lang === "ko" ? "ko" : "en"
const WORDS = {
  ko: {
    run: "실행", stop: "멈추기", edit: "고치기", why: "여기에서 실행하지 않는 까닭", reset: "처음대로", link: "링크 복사", editor: "예제 코드",
    loading: "파이썬을 불러오는 중", running: "실행 중", equal: "인쇄된 출력과 같음", different: "인쇄된 출력과 다름",
    stopped: "멈췄습니다", failed: "실행하지 못했습니다", again: "다시 누르면 새로 시작합니다", copied: "링크를 복사했습니다",
    first: name => `먼저 실행한 예제: ${name}`, printed: "인쇄된 출력", cut: "출력이 길어 앞부분만 보입니다",
    slow: "10초가 넘었습니다. 멈추기를 누르면 끝납니다", late: "파이썬이 답하지 않습니다", long: "2분 안에 끝나지 않아 멈췄습니다",
    memory: "메모리를 많이 써서 파이썬을 새로 시작합니다", where: (line, name) => `${line}번째 줄${name ? `, ${name}` : ""}`,
    leave: "Esc 다음 Tab을 누르면 편집기를 벗어납니다. Ctrl+Enter로 실행합니다.",
  },
  en: {
    run: "Run", stop: "Stop", edit: "Edit", why: "Why it does not run here", reset: "Reset", link: "Copy link", editor: "Code of the example",
    loading: "Loading Python", running: "Running", equal: "Same as printed", different: "Differs from what is printed",
    stopped: "Stopped", failed: "Could not be run", again: "press again to start anew", copied: "Link copied",
    first: name => `Run first: ${name}`, printed: "Printed", cut: "The output is long; its beginning is shown",
    slow: "More than ten seconds; Stop ends it", late: "Python does not answer", long: "Stopped: no end after two minutes",
    memory: "Much memory was used; Python starts anew", where: (line, name) => `line ${line}${name ? `, in ${name}` : ""}`,
    leave: "Esc, then Tab, leaves the editor. Ctrl+Enter runs the code.",
  },
}[language]
const REASONS = JSON.parse(script?.dataset.reasons ?? "{}")
const START_LIMIT = 30_000
const SLOW = 10_000
const RUN_LIMIT = 120_000
const MEMORY = 1 << 30

// Python, in a worker that can be ended at any time.

export const python = {
  worker: null, ready: null, jobs: new Map(), count: 0, total: 0, onbytes: new Set(),

  warm() {
    this.ready ??= new Promise((resolve, reject) => {
      const worker = new Worker(new URL("run-worker.js", import.meta.url), { type: "module" })
      this.worker = worker
      let watch
      const alive = () => {
        clearTimeout(watch)
        watch = setTimeout(() => this.lose(new Error(WORDS.late)), START_LIMIT)
      }
      alive()
      this.reject = error => { clearTimeout(watch); reject(error) }
      worker.onerror = () => this.lose(new Error(WORDS.late))
      worker.onmessage = ({ data }) => {
        if (data.total) this.total = data.total
        if (data.bytes) {
          alive()
          for (const show of this.onbytes) show(data.bytes, this.total)
        }
        if (data.ready) { clearTimeout(watch); resolve(worker) }
        if (data.fatal) return this.lose(new Error(data.error))
        const job = this.jobs.get(data.id)
        if (!job) return
        if (data.event) return job.event(data.event)
        this.jobs.delete(data.id)
        if (data.error) job.reject(new Error(data.error))
        else job.resolve(data)
      }
      const { runtime, started } = script.dataset
      worker.postMessage({ start: { folder: new URL(runtime, location).href, started: started !== undefined, language } })
    })
    this.ready.catch(() => {})
    return this.ready
  },

  // Ends the worker, whatever it does; the next job starts another.
  lose(error) {
    this.worker?.terminate()
    this.reject?.(error)
    for (const job of this.jobs.values()) job.reject(error)
    this.jobs.clear()
    this.worker = this.ready = this.reject = null
  },

  async send(message, event) {
    const worker = await this.warm()
    return new Promise((resolve, reject) => {
      const id = ++this.count
      this.jobs.set(id, { resolve, reject, event })
      worker.postMessage({ id, ...message })
    })
  },

  run(request, event) { return this.send({ run: request }, event) },
  async call(module, name, args = []) { return (await this.send({ call: [module, name, args] })).result },
}
window.groundup = python

// What the page says to those who do not see it.

const said = Object.assign(document.createElement("div"), { className: "gu-said", role: "status" })
const say = text => { said.textContent = text }

const element = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text })
const ICONS = {
  run: "M8 5v14l11-7z", stop: "M6 6h12v12H6z",
  edit: "M3 17.2V21h3.800L17.800 9.900l-3.700-3.700zM20.700 7a1 1 0 0 0 0-1.400l-2.300-2.300a1 1 0 0 0-1.400 0l-1.800 1.800 3.700 3.700z",
  reset: "M12 5V1L7 6l5 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z",
  why: "M11 7h2v2h-2zm0 4h2v6h-2zm1-9a10 10 0 1 0 0 20 10 10 0 0 0 0-20m0 18a8 8 0 1 1 0-16 8 8 0 0 1 0 16",
  link: "M3.900 12a3.100 3.100 0 0 1 3.100-3.100h4V7H7a5 5 0 0 0 0 10h4v-1.900H7A3.100 3.100 0 0 1 3.900 12M8 13h8v-2H8zm9-6h-4v1.900h4a3.100 3.100 0 0 1 0 6.200h-4V17h4a5 5 0 0 0 0-10",
}

function button(kind, click) {
  const made = element("button", `gu-run-${kind}`)
  made.type = "button"
  made.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[kind]}"/></svg>`
  made.append(WORDS[kind])
  made.addEventListener("click", click)
  return made
}

const KEYWORDS = /^(?:False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)$/
const TOKEN = /(#.*)|("""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(\d[\w.]*)|([A-Za-z_]\w*)|[^]/g

function coloured(source) {
  const line = document.createDocumentFragment()
  for (const [text, comment, string, number, word] of source.matchAll(TOKEN)) {
    const kind = comment ? "c1" : string ? "s2" : number ? "mi" : word && KEYWORDS.test(word) ? "k" : ""
    line.append(kind ? element("span", kind, text) : text)
  }
  return line
}

function prompted(source) {
  const lines = document.createDocumentFragment()
  source.replace(/\n$/, "").split("\n").forEach((line, number) => {
    lines.append(element("span", "gp", number ? "... " : ">>> "), coloured(line), "\n")
  })
  return lines
}

// The lines of code of a printed transcript, coloured as they are, one fragment a statement.
function printedCode(code) {
  const nodes = []
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT)
  for (let at = 0, node; (node = walker.nextNode()); at += node.length) nodes.push([at, node])
  const place = at => {
    const [start, node] = nodes.findLast(([start]) => start <= at)
    return [node, Math.min(at - start, node.length)]
  }
  const found = []
  let at = 0
  for (const line of code.textContent.split(/(?<=\n)/)) {
    const end = at + line.length
    if (line.startsWith(">>>")) found.push([at, end])
    else if (line.startsWith("...") && found.at(-1)?.[1] === at) found.at(-1)[1] = end
    at = end
  }
  return found.map(([from, to]) => {
    const range = document.createRange()
    range.setStart(...place(from))
    range.setEnd(...place(to))
    return range.cloneContents()
  })
}

class Example {
  constructor(box) {
    this.box = box
    this.name = box.dataset.snippet
    this.pre = box.querySelector("pre")
    this.code = box.querySelector("code")
    this.printed = [...this.code.childNodes].map(node => node.cloneNode(true))
    this.inputs = printedCode(this.code)
    this.original = box.dataset.copy
    this.bar = element("div", "gu-run")
    this.note = element("span", "gu-run-note")
    this.buttons = {
      run: button("run", () => this.run()),
      stop: button("stop", () => this.stop()),
      why: button("why", () => this.explain()),
      edit: button("edit", () => this.edit(this.original)),
      reset: button("reset", () => this.reset()),
      link: button("link", () => this.link()),
    }
    for (const kind of ["stop", "reset", "link"]) this.buttons[kind].hidden = true
    this.why = REASONS[this.name]
    this.buttons.run.hidden = Boolean(this.why)
    this.buttons.why.hidden = !this.why
    for (const event of ["pointerenter", "focus", "touchstart"])
      this.buttons.run.addEventListener(event, () => python.warm(), { passive: true })
    this.bar.append(this.note, ...Object.values(this.buttons))
    box.append(this.bar)
    this.state("idle")
  }

  explain() {
    if (!this.said) this.box.after((this.said = element("p", "gu-why", this.why)))
    say(this.why)
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
    const before = new Error()
    this.stopped = before
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
      const place = Example.all.indexOf(this)
      const earlier = Example.all.slice(0, place).map(({ name, edited }) => [name, edited])
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

  edit(value) {
    if (this.editor) return this.editor.focus()
    const editor = (this.editor = element("textarea", "gu-editor"))
    Object.assign(editor, { value, spellcheck: false, autocapitalize: "off", ariaLabel: WORDS.editor, ariaDescription: WORDS.leave })
    editor.setAttribute("autocomplete", "off")
    const grow = () => { editor.rows = Math.min(editor.value.split("\n").length, 30) }
    editor.addEventListener("input", grow)
    editor.addEventListener("keydown", event => keys(event, this))
    editor.addEventListener("blur", () => { editor.leaving = false })
    grow()
    this.pre.before(editor)
    this.pre.hidden = true
    this.buttons.run.hidden = this.buttons.reset.hidden = this.buttons.link.hidden = false
    this.buttons.edit.hidden = true
    this.state("idle")
    editor.focus()
    editor.setSelectionRange(0, 0)
  }

  reset() {
    if (this.buttons.run.ariaDisabled === "true") python.lose(new Error(WORDS.stopped))
    this.editor?.remove()
    this.editor = null
    this.pre.hidden = false
    this.code.replaceChildren(...this.printed.map(node => node.cloneNode(true)))
    for (const kind of ["stop", "reset", "link"]) this.buttons[kind].hidden = true
    this.buttons.edit.hidden = false
    this.buttons.run.hidden = Boolean(this.why)
    this.state("idle")
    this.buttons[this.why ? "edit" : "run"].focus()
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

// Tab indents and Esc, then Tab, leaves; Enter keeps the indent. Nothing is touched while
// a syllable is being composed.
function keys(event, example) {
  const editor = event.target
  if (event.isComposing) return
  const insert = text => {
    if (!document.execCommand("insertText", false, text)) {
      editor.setRangeText(text, editor.selectionStart, editor.selectionEnd, "end")
      editor.dispatchEvent(new Event("input"))
    }
    event.preventDefault()
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    example.run()
  } else if (event.key === "Escape") {
    editor.leaving = true
  } else if (event.key === "Tab" && !event.shiftKey && !editor.leaving && !event.ctrlKey && !event.altKey) {
    insert("    ")
  } else if (event.key === "Enter") {
    const line = editor.value.slice(0, editor.selectionStart).split("\n").at(-1)
    insert("\n" + line.match(/^ */)[0] + (/:\s*$/.test(line) ? "    " : ""))
  } else if (!["Tab", "Shift"].includes(event.key)) {
    editor.leaving = false
  }
}

if (script?.dataset.runtime && typeof WebAssembly === "object" && typeof DecompressionStream === "function") {
  document.body.append(said)
  Example.all = [...document.querySelectorAll(".gu-transcript[data-snippet]")].map(box => new Example(box))
  const shared = new URLSearchParams(location.hash.slice(1))
  const example = Example.all.find(({ name }) => name === shared.get("example"))
  if (example && shared.has("code")) {
    example.edit(shared.get("code"))
    example.box.scrollIntoView({ block: "center" })
  }
}
