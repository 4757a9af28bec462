// What the search dialog does: Material's worker (lunr) answers, this shows what it says.

import { json, make, word } from "../shell/shell.js"

const dialog = document.querySelector(".md-search")
const field = dialog.querySelector("input")
const meta = dialog.querySelector(".md-search-result__meta")
const list = dialog.querySelector(".md-search-result__list")
const root = new URL(dialog.dataset.base, location)
const plural = new Intl.PluralRules(document.documentElement.lang)
const { invitation } = meta.dataset
const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3]

const found = count => !count ? word("search.none")
  : plural.select(count) === "one" ? word("search.found_one") : word("search.found_other", { count })

// What is typed or pasted are words, not commands of lunr's query language.
const plain = query => query.normalize().replace(/[:^~*+]|(?<!\S)-/g, " ").trim()

function link({ location: place, title, text, terms, score }, whole) {
  const article = make("article", {
    className: "md-search-result__article md-typeset", innerHTML: whole ? `<h1>${title}</h1>` : `<h2>${title}</h2>`,
    data: { mdScore: score.toFixed(2) },
  })
  if (whole !== "title") article.innerHTML += text
  const absent = Object.keys(terms).filter(term => !terms[term])
  if (absent.length && whole !== "title") {
    const named = absent.flatMap(term => [make("del", {}, term), " "])
    article.append(make("p", { className: "md-search-result__terms" }, `${word("search.missing")}: `, ...named))
  }
  return make("a", { className: "md-search-result__link", href: new URL(place, root) }, article)
}

// A page, its best sections, and the others folded.
function item(places) {
  const page = places.find(one => !one.location.includes("#")) ?? places[0]
  const sections = places.filter(one => one !== page)
  const best = sections.filter(one => one.score >= places[0].score)
  const others = sections.filter(one => one.score < places[0].score)
  const made = make("li", { className: "md-search-result__item" },
    link(page, page === places[0] || !best.length ? "page" : "title"), ...best.map(one => link(one)))
  if (others.length) {
    const more = make("div", {}, word("search.more", { count: others.length }))
    const summary = make("summary", {}, more)
    made.append(make("details", { className: "md-search-result__more" }, summary, ...others.map(one => link(one))))
  }
  return made
}

let asked = ""
const show = items => {
  meta.textContent = !asked ? invitation : found(items.length)
  list.replaceChildren(...(asked ? items.map(item) : []))
}

// The worker, once it has the index. It is waited for no longer than for its answer to that.
async function prepared() {
  const worker = new Worker(new URL(dialog.dataset.worker, location))
  try {
    const lost = new Promise((_, reject) => { worker.onerror = reject })
    const index = await Promise.race([json(new URL("search/search_index.json", root)), lost])
    const ready = new Promise(resolve => {
      worker.onmessage = ({ data: { type, data } }) => {
        if (type === READY) resolve()
        if (type === RESULT) show(data.items)
      }
    })
    worker.postMessage({ type: SETUP, data: { ...index, options: {} } })
    await Promise.race([ready, lost])
    return worker
  } catch (error) {
    worker.terminate?.()
    throw error
  }
}

// Begins; what fails of it, the shell says and tries anew.
export async function start() {
  const worker = await prepared()
  const ask = () => {
    const query = plain(field.value)
    if (query === asked) return
    asked = query
    if (!query) return show([])
    worker.postMessage({ type: QUERY, data: query })
  }
  meta.textContent = invitation
  for (const event of ["input", "keyup"]) field.addEventListener(event, ask)
  field.form.addEventListener("reset", () => { setTimeout(ask); field.focus() })
  field.value ||= new URLSearchParams(location.search).get("q") ?? ""
  ask()
}

field.form.addEventListener("submit", event => event.preventDefault())

// Arrow keys walk through what was found; Enter in the field takes the first.
dialog.addEventListener("keydown", event => {
  const links = [field, ...list.querySelectorAll(":not(details:not([open]) > a) > article")].map(one => one.closest("a") ?? one)
  const at = links.indexOf(document.activeElement)
  if (event.key === "Enter" && at === 0 && !event.isComposing) links[1]?.click()
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step || at < 0) return
  event.preventDefault()
  links[(at + step + links.length) % links.length].focus()
})
