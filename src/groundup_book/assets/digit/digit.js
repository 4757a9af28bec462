// Draw a digit: the page keeps the strokes; what they mean, Python says (groundup.handwriting).

import { json, listed, make, megabytes, once, spoken, word } from "../shell/shell.js"

const SIDE = 336
const PEN = 28
const CELL = 14
const EACH = 3 // real digits to pick from, as in groundup_book.panels.digits

class Drawing {
  constructor(changed) {
    this.marks = []
    this.changed = changed
    this.canvas = make("canvas", { width: SIDE, height: SIDE, className: "gu-digit-canvas" })
    this.canvas.setAttribute("role", "img")
    this.canvas.setAttribute("aria-label", word("digit.canvas"))
    this.context = this.canvas.getContext("2d", { willReadFrequently: true })
    Object.assign(this.context, { lineWidth: PEN, lineCap: "round", lineJoin: "round", imageSmoothingEnabled: false })
    this.canvas.addEventListener("pointerdown", event => this.begin(event))
    this.canvas.addEventListener("pointermove", event => this.go(event))
    for (const end of ["pointerup", "pointercancel"])
      this.canvas.addEventListener(end, event => { if (event.pointerId === this.pointer) this.end() })
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect()
    return [(event.clientX - box.left) * SIDE / box.width, (event.clientY - box.top) * SIDE / box.height]
  }

  begin(event) {
    if (event.button || this.pointer !== undefined) return
    event.preventDefault()
    this.pointer = event.pointerId
    this.canvas.setPointerCapture(event.pointerId)
    this.marks.push([this.place(event)])
    this.line(this.marks.at(-1), 0)
    this.changed(false)
  }

  go(event) {
    if (event.pointerId !== this.pointer) return
    const stroke = this.marks.at(-1)
    const from = stroke.length
    const events = event.getCoalescedEvents?.() ?? []
    for (const each of events.length ? events : [event]) stroke.push(this.place(each))
    this.line(stroke, from)
    this.changed(false)
  }

  end() {
    this.pointer = undefined
    this.changed(true)
  }

  line(stroke, from) {
    if (!from) {
      this.context.beginPath()
      this.context.arc(...stroke[0], this.context.lineWidth / 2, 0, 7)
      this.context.fill()
    }
    this.context.beginPath()
    this.context.moveTo(...stroke[Math.max(0, from - 1)])
    for (const point of stroke.slice(from)) this.context.lineTo(...point)
    this.context.stroke()
  }

  put(image) {
    this.marks = [image]
    this.redraw()
  }

  undo() {
    this.marks.pop()
    this.redraw()
  }

  clear() {
    this.marks = []
    this.redraw()
  }

  redraw() {
    this.context.clearRect(0, 0, SIDE, SIDE)
    for (const mark of this.marks)
      if (mark instanceof HTMLCanvasElement) this.context.drawImage(mark, 0, 0, SIDE, SIDE)
      else this.line(mark, 0)
    this.changed(true)
  }

  get pixels() {
    const rgba = this.context.getImageData(0, 0, SIDE, SIDE).data
    const ink = new Uint8Array(SIDE * SIDE)
    for (let at = 0; at < ink.length; at++) ink[at] = rgba[4 * at + 3]
    return { shape: [SIDE, SIDE], data: ink }
  }
}

// A canvas with an image of 28 by 28: black ink of so much opacity on nothing.
function image(values, whole, options) {
  const canvas = make("canvas", { width: 28, height: 28, ...options })
  paint(canvas, values, whole)
  return canvas
}

function paint(canvas, values, whole) {
  const pixels = new ImageData(28, 28)
  values.forEach((value, at) => { pixels.data[4 * at + 3] = Math.round(value / whole * 255) })
  canvas.getContext("2d").putImageData(pixels, 0, 0)
}

// The activations of ten rows of neurons, each a square: the more active, the darker.
class Layer {
  constructor(columns) {
    this.columns = columns
    this.canvas = make("canvas", { width: CELL * columns - 1, height: CELL * 10 - 1, className: "gu-digit-layer" })
    this.canvas.setAttribute("role", "img")
    this.show([])
  }

  show(data) {
    const context = this.canvas.getContext("2d")
    context.clearRect(0, 0, this.canvas.width, this.canvas.height)
    context.fillStyle = data.length ? getComputedStyle(this.canvas).color : ""
    data.forEach((value, at) => {
      context.globalAlpha = value
      context.fillRect(at % this.columns * CELL, Math.floor(at / this.columns) * CELL, CELL - 1, CELL - 1)
    })
    this.canvas.setAttribute("aria-label", word("digit.neurons", { most: data.filter(value => value > 0.5).length, count: 10 * this.columns }))
  }
}

class Page {
  constructor(place) {
    this.drawing = new Drawing(ended => this.changed(ended))
    this.status = make("p", { className: "gu-digit-status" }, word("digit.empty"))
    this.status.setAttribute("role", "status")
    this.time = make("span", { className: "gu-digit-time" })
    this.undo = make("button", { type: "button", onclick: () => this.drawing.undo() }, word("digit.undo"))
    this.clear = make("button", { type: "button", onclick: () => this.reset() }, word("digit.clear"))
    this.drops = this.box("drops")
    this.mixes = this.box("mixes")
    this.seen = image([], 1, { className: "gu-digit-seen" })
    this.seen.setAttribute("role", "img")
    this.seen.setAttribute("aria-label", word("digit.seen"))
    this.layers = [new Layer(5), new Layer(10)]
    this.bars = Array.from({ length: 10 }, (_, digit) => {
      const bar = make("i")
      const value = make("span", { className: "gu-digit-value" }, "–")
      const row = make("li", {}, make("b", {}, String(digit)), make("span", {}, bar), value)
      return { row, bar, value }
    })
    this.picks = make("div", { className: "gu-digit-picks" })
    const titled = (title, ...content) => make("div", {}, make("p", { className: "gu-digit-title" }, title), ...content)
    const fieldset = (title, ...content) => make("fieldset", {}, make("legend", {}, title), ...content)
    this.root = make("section", { className: "gu-digit-page", data: { state: "idle" } },
      make("div", { className: "gu-digit-draw" },
        make("p", { className: "gu-digit-title" }, word("digit.hint")), this.drawing.canvas,
        make("div", { className: "gu-digit-buttons" }, this.undo, this.clear, this.time)),
      make("div", { className: "gu-digit-answer" },
        titled(word("digit.answer"), make("ol", { className: "gu-digit-bars" }, ...this.bars.map(({ row }) => row)))),
      make("div", { className: "gu-digit-inside" },
        titled(word("digit.seen"), this.seen),
        titled(word("digit.first"), this.layers[0].canvas), titled(word("digit.second"), this.layers[1].canvas)),
      this.status,
      fieldset(word("digit.mistakes"), this.drops.label, this.mixes.label),
      fieldset(word("digit.pick"), this.picks))
    this.root.setAttribute("aria-label", word("digit.hint"))
    place.replaceWith(this.root)
    for (const event of ["pointerdown", "focusin"])
      this.root.addEventListener(event, () => { this.python().catch(() => {}) }, { passive: true }) // `changed` tells
    this.choices()
  }

  box(name) {
    const input = make("input", { type: "checkbox", name, onchange: () => this.changed(true) })
    return { input, label: make("label", {}, input, name === "drops" ? word("digit.drops") : word("digit.mixes")) }
  }

  // A place for every digit to pick from; the images come when the reader comes near.
  choices() {
    const canvases = Array.from({ length: 10 * EACH }, (_, at) => {
      const canvas = image([], 255)
      const digit = at % 10
      const input = make("input", { type: "radio", name: "digit", value: String(at), ariaLabel: word("digit.choice", { digit, number: Math.floor(at / 10) + 1 }) })
      const put = () => this.digits().then(
        () => this.drawing.put(canvas),
        () => { input.checked = false; this.say(word("digit.no_digits"), "failed") })
      input.addEventListener("change", put)
      input.addEventListener("click", put)
      this.picks.append(make("label", { data: { digit } }, input, canvas))
      return canvas
    })
    this.digits = once(async () => {
      const { pixels } = await json(new URL("../tables/digits.json", import.meta.url))
      const bytes = Uint8Array.from(atob(pixels), character => character.charCodeAt(0))
      canvases.forEach((canvas, at) => paint(canvas, bytes.subarray(784 * at, 784 * (at + 1)), 255))
    })
    const soon = () => { this.digits().catch(() => {}) } // until one is chosen
    for (const event of ["pointerenter", "pointerdown", "focusin"])
      this.root.addEventListener(event, soon, { passive: true })
    new IntersectionObserver((seen, observer) => {
      if (!seen.some(entry => entry.isIntersecting)) return
      observer.disconnect()
      soon()
    }, { rootMargin: "200px" }).observe(this.picks)
  }

  reset() {
    this.drawing.clear()
    for (const input of this.picks.querySelectorAll(":checked")) input.checked = false
  }

  async python() {
    const [{ python }] = await Promise.all([import("../python/python.js"), spoken()])
    if (!python.ready) {
      this.blank()
      const loading = (...sizes) => this.say(`${word("digit.loading")} ${megabytes(...sizes)}`, "loading")
      python.onbytes.add(loading)
      const done = () => python.onbytes.delete(loading)
      python.warm().then(done, done)
    }
    return python
  }

  say(text, state = this.root.dataset.state) {
    this.root.dataset.state = state
    if (this.status.textContent !== text) this.status.textContent = text
  }

  // One question at a time; what changed while it was asked is asked next.
  async changed(ended) {
    this.ended = ended
    this.dirty = true
    if (this.asking) return
    this.asking = true
    while (this.dirty) {
      this.dirty = false
      if (!this.drawing.marks.length) {
        this.empty()
        continue
      }
      try {
        const python = await this.python()
        await python.warm()
        await new Promise(requestAnimationFrame)
        this.dirty = false
        if (!this.drawing.marks.length) { this.dirty = true; continue }
        const start = performance.now()
        const flags = [this.drops.input.checked, this.mixes.input.checked]
        const answer = await python.call("groundup.handwriting", "read", [this.drawing.pixels, ...flags])
        this.show(answer, flags)
        this.time.textContent = word("digit.took", { time: (performance.now() - start).toFixed(0) })
      } catch (error) {
        this.blank()
        this.say(`${word("digit.failed")}: ${error.message}. ${word("digit.again")}`, "failed")
      }
    }
    this.asking = false
  }

  empty() {
    this.blank()
    this.say(word("digit.empty"), "idle")
  }

  // What was read of another drawing is not shown beside this one.
  blank() {
    paint(this.seen, new Float32Array(784), 1)
    for (const layer of this.layers) layer.show([])
    for (const { row, bar, value } of this.bars) {
      row.classList.remove("gu-best")
      bar.style.width = 0
      value.textContent = "–"
    }
    this.time.textContent = ""
    delete this.root.dataset.answer
  }

  show({ image: { data: seen }, hidden1, hidden2, probabilities: { data: shares } }, [, mixes]) {
    paint(this.seen, seen, 1)
    this.layers[0].show(hidden1.data)
    this.layers[1].show(hidden2.data)
    const none = shares.some(Number.isNaN)
    const best = none ? -1 : shares.indexOf(Math.max(...shares))
    this.bars.forEach(({ row, bar, value }, digit) => {
      const share = shares[digit]
      row.classList.toggle("gu-best", digit === best)
      bar.style.width = Number.isNaN(share) ? 0 : `${(100 * share).toFixed(1)}%`
      value.textContent = Number.isNaN(share) ? "nan" : share.toFixed(3)
    })
    this.root.dataset.answer = none ? "nan" : best
    this.root.dataset.state = "ready"
    if (!this.ended) return
    const sum = shares.reduce((total, share) => total + share, 0).toFixed(3)
    this.say(none ? word("digit.nan") : mixes ? word("digit.sum", { digit: best, sum }) : word("digit.says", { read: listed("digit.read_as")[best], share: shares[best].toFixed(3) }))
  }
}

for (const place of document.querySelectorAll(".gu-digit")) new Page(place)
