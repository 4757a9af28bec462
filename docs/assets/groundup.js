"use strict"
{
  // Material's bundle asks for a sitemap beside every page that is named as a translation.
  for (const link of document.querySelectorAll("link[rel=alternate]")) link.rel += " "

  // Light or dark: the system's choice until the reader makes one.
  document.querySelector(".gu-scheme").addEventListener("click", () => {
    const scheme = document.body.dataset.mdColorScheme === "slate" ? "default" : "slate"
    document.body.dataset.mdColorScheme = scheme
    try { localStorage.setItem("groundup.scheme", scheme) } catch {}
  })

  // Pages that were read are kept, if the reader wants that: off, and nothing stored, before.
  const { serviceWorker } = navigator
  if (serviceWorker && location.protocol !== "file:") {
    const script = new URL("../keep.js", document.currentScript.src).href
    const keep = document.createElement("button")
    const show = on => keep.ariaPressed = on
    keep.className = "gu-keep"
    keep.textContent = document.documentElement.lang === "ko" ? "읽은 페이지를 오프라인에서도 보기" : "Keep the pages I read for reading offline"
    keep.onclick = async () => {
      await import(script)
      const on = keep.ariaPressed !== "true"
      await groundupKeep(on, script)
      show(on)
    }
    show(!!serviceWorker.controller)
    document.querySelector(".md-footer-meta__inner").append(keep)
  }

  addEventListener("load", () => {
    // The bundle puts each copy button in a landmark of its own.
    for (const nav of document.querySelectorAll(".md-code__nav")) nav.setAttribute("role", "none")
    // What does not scroll needs no stop of the Tab key; the bundle sees to code.
    for (const box of document.querySelectorAll(".gu-math, .gu-table"))
      if (box.scrollWidth <= box.clientWidth) box.removeAttribute("tabindex")
  })

  // The search worker and its index are fetched once the reader turns to the search.
  const wanted = new Promise(resolve => {
    const search = document.querySelector("[data-md-component=search]")
    if (new URLSearchParams(location.search).has("q")) resolve()
    for (const event of ["focusin", "pointerenter"]) search.addEventListener(event, resolve, { once: true })
    for (const label of document.querySelectorAll("[for=__search]"))
      for (const event of ["focus", "pointerenter", "click"]) label.addEventListener(event, resolve, { once: true })
  })

  // What is typed or pasted are words, not commands of lunr's query language.
  const plain = query => query.normalize().replace(/[:^~*+]|(?<!\S)-/g, " ")

  const NativeWorker = Worker
  window.Worker = function (url, options) {
    if (!String(url).includes("/workers/search.")) return new NativeWorker(url, options)
    const lazy = new EventTarget()
    const real = wanted.then(() => {
      const worker = new NativeWorker(url, options)
      worker.onmessage = ({ data }) => lazy.dispatchEvent(new MessageEvent("message", { data }))
      return worker
    })
    lazy.postMessage = ({ type, data }) => real.then(worker =>
      worker.postMessage({ type, data: typeof data === "string" ? plain(data) : data }))
    return lazy
  }

  const { open, send } = XMLHttpRequest.prototype
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    this.waits = String(url).includes("search/search_index.json")
    open.call(this, method, url, ...rest)
  }
  XMLHttpRequest.prototype.send = function (body) {
    if (this.waits) wanted.then(() => send.call(this, body))
    else send.call(this, body)
  }
}
