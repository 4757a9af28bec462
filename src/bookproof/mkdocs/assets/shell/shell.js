// What every page has: words, elements and sizes for all scripts, and what it does for its reader.

const here = document.querySelector("script[data-words]").dataset
const words = JSON.parse(here.words)

export async function json(url) {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
  return answer.json()
}

// What is fetched once, and asked for anew only if it did not come.
export function once(fetched) {
  let coming
  return () => coming ??= fetched().catch(error => { coming = undefined; throw error })
}

// The words of scripts that come later: they wait for this before they speak.
export const spoken = once(async () => Object.assign(words, await json(new URL(here.later, location))))

export function word(name, values = {}) {
  const found = name.split(".").reduce((part, key) => part[key], words)
  return found.replace(/\{(\w+)\}/g, (_, key) => values[key])
}

export const listed = name => name.split(".").reduce((part, key) => part[key], words)

export function make(tag, { data, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties)
  Object.assign(made.dataset, data)
  made.append(...children)
  return made
}

export function megabytes(bytes, total) {
  return [bytes, total].filter(Boolean).map(size => (size / 1e6).toFixed(1)).join(" / ") + " MB"
}

// Says what did not come where it would have been, with a button that asks for it again.
export function offer(place, text, again) {
  place.replaceChildren(`${text}. `, make("button", {
    type: "button", className: "gu-again", onclick: () => { place.replaceChildren("…"); again() },
  }, word("shell.again")))
}

const find = selector => document.querySelector(selector)
const all = selector => document.querySelectorAll(selector)
const dialog = find(".md-dialog")

// Says it at the edge of the window, for a moment.
export function inform(text) {
  dialog.firstElementChild.textContent = text
  dialog.classList.add("md-dialog--active")
  setTimeout(() => dialog.classList.remove("md-dialog--active"), Math.max(2000, 80 * text.length))
}

// Light or dark: the system's choice until the reader makes one.
const schemes = find(".gu-scheme")
schemes.onclick = () => {
  const scheme = document.body.dataset.mdColorScheme === "slate" ? "default" : "slate"
  document.body.dataset.mdColorScheme = scheme
  try { localStorage.setItem(schemes.dataset.key, scheme) } catch { inform(word("shell.not_remembered")) }
}

// Pages that were read are kept, if the reader wants that: off, and nothing stored, before.
const { serviceWorker } = navigator
if (serviceWorker && location.protocol !== "file:") {
  const show = on => keep.ariaPressed = on
  const keep = make("button", { className: "gu-keep", onclick: async () => {
    const on = keep.ariaPressed !== "true"
    try {
      const { keeping } = await import(new URL("../keep/keeping.js", import.meta.url))
      await keeping(on)
      show(on)
    } catch { inform(word(on ? "shell.not_kept" : "shell.not_ended")) }
  } }, word("shell.keep"))
  show(Boolean(serviceWorker.controller))
  find(".md-footer-meta__inner").append(keep)
}

// The list of pages, on a narrow screen.
const [menu, drawer] = [find(".gu-menu"), find("#__drawer")]
const drawn = () => menu.ariaExpanded = drawer.checked
menu.onclick = () => { drawer.checked = !drawer.checked; drawn() }
drawer.onchange = drawn
drawn()

// The search, fetched once the reader turns to it. It begins with what was typed by then.
const [field, searching, finder] = [find(".md-search__input"), find("#__search"), find(".gu-search")]
const search = once(async () => {
  const [{ start }] = await Promise.all([import("../search/search.js"), spoken()])
  await start()
})
const turn = () => search().catch(() => offer(find(".md-search-result__meta"), word("shell.lost"), turn))
const opened = on => { searching.checked = on; finder.ariaExpanded = on }
const open = () => { turn(); opened(true); field.focus() }
const close = () => { opened(false); field.blur() }
if (field) {
  field.onfocus = open
  finder.onclick = open
  finder.onpointerenter = finder.onfocus = find(".md-search").onpointerenter = turn
  find(".gu-back").onclick = close
  searching.onchange = () => searching.checked ? open() : close()
  find(".md-search").addEventListener("focusout", ({ currentTarget, relatedTarget }) => {
    if (relatedTarget && !currentTarget.contains(relatedTarget)) opened(false)
  })
  opened(searching.checked)
  if (document.activeElement === field || new URLSearchParams(location.search).has("q")) open()
}
document.addEventListener("keydown", event => {
  const { key, target } = event
  if (key === "Escape") {
    if (drawer.checked) menu.click()
    if (searching?.checked) close()
  }
  if (key === "/" && field && !target.matches("input, textarea")) { event.preventDefault(); open() }
})

// A button that copies, on code that is pointed at or focused.
const copying = ({ target }) => {
  const pre = target.closest?.("pre")
  if (!pre || pre.querySelector("button")) return
  const copy = async () => {
    const code = pre.closest("[data-copy]")?.dataset.copy ?? pre.querySelector("code").textContent
    const copied = await navigator.clipboard?.writeText(code).then(() => true, () => false)
    inform(word(copied ? "shell.copied" : "shell.not_copied"))
  }
  const button = make("button", {
    className: "md-code__button", type: "button", title: word("shell.copy"), onclick: copy, data: { mdType: "copy" },
  })
  pre.append(make("div", { className: "md-code__nav" }, button))
}
for (const event of ["pointerover", "focusin"]) document.addEventListener(event, copying)

// What does not scroll needs no stop of the Tab key; told as it comes near, and as it changes.
const measured = new ResizeObserver(found => {
  for (const { target } of found) target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1
})
const near = new IntersectionObserver(found => {
  for (const { target, isIntersecting } of found) if (isIntersecting) measured.observe(target)
}, { rootMargin: "100%" })
for (const box of all(".gu-math, .gu-table, pre > code")) near.observe(box)

// The list of pages shows this one; the page's contents show where the reader is.
const places = [...all(".gu-toc a")].map(link => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))])
const passed = () => {
  const now = places.findLast(([, heading]) => heading?.getBoundingClientRect().top < 100)
  for (const [link] of places) link.classList.toggle("gu-here", link === now?.[0])
}
const arrived = () => {
  const [list, page] = [find(".md-sidebar--primary .md-sidebar__scrollwrap"), find(".gu-nav [aria-current]")]
  if (list && page) list.scrollTop = page.offsetTop - list.clientHeight / 2
  passed()
}
document.readyState === "complete" ? arrived() : addEventListener("load", arrived)
addEventListener("scroll", passed, { passive: true })
