"use strict"
// The search dialog: Material's worker (lunr) answers, this shows what it says.
{
  const dialog = document.querySelector(".md-search")
  const field = dialog.querySelector("input")
  const meta = dialog.querySelector(".md-search-result__meta")
  const list = dialog.querySelector(".md-search-result__list")
  const root = new URL(dialog.dataset.base, location)
  const [found, more, missing] = document.documentElement.lang === "ko"
    ? [count => count ? `찾은 페이지 ${count}개` : "찾은 페이지가 없습니다", count => `이 페이지에서 ${count}곳 더`, "없는 말"]
    : [count => count ? `${count} page${count > 1 ? "s" : ""} found` : "No page found", count => `${count} more on this page`, "Missing"]
  const invitation = meta.textContent
  const [READY, QUERY, RESULT] = [1, 2, 3]

  // What is typed or pasted are words, not commands of lunr's query language.
  const plain = query => query.normalize().replace(/[:^~*+]|(?<!\S)-/g, " ").trim()
  const make = (tag, className, html = "") => Object.assign(document.createElement(tag), { className, innerHTML: html })

  function link({ location: place, title, text, terms, score }, whole) {
    const made = make("a", "md-search-result__link")
    made.href = new URL(place, root)
    const article = make("article", "md-search-result__article md-typeset", whole ? `<h1>${title}</h1>` : `<h2>${title}</h2>`)
    article.dataset.mdScore = score.toFixed(2)
    if (whole !== "title") article.innerHTML += text
    const absent = Object.keys(terms).filter(term => !terms[term])
    if (absent.length && whole !== "title") {
      const said = make("p", "md-search-result__terms")
      said.append(`${missing}: `, ...absent.flatMap(term => [Object.assign(make("del"), { textContent: term }), " "]))
      article.append(said)
    }
    made.append(article)
    return made
  }

  // A page, its best sections, and the others folded.
  function item(places) {
    const page = places.find(one => !one.location.includes("#")) ?? places[0]
    const sections = places.filter(one => one !== page)
    const best = sections.filter(one => one.score >= places[0].score)
    const others = sections.filter(one => one.score < places[0].score)
    const made = make("li", "md-search-result__item")
    made.append(link(page, page === places[0] || !best.length ? "page" : "title"), ...best.map(one => link(one)))
    if (others.length) {
      const fold = make("details", "md-search-result__more", `<summary><div>${more(others.length)}</div></summary>`)
      fold.append(...others.map(one => link(one)))
      made.append(fold)
    }
    return made
  }

  let asked = ""
  const show = items => {
    meta.textContent = !asked ? invitation : found(items.length)
    list.replaceChildren(...(asked ? items.map(item) : []))
  }

  const worker = new Worker(new URL(dialog.dataset.worker, location))
  const ready = new Promise(resolve => {
    worker.onmessage = ({ data: { type, data } }) => {
      if (type === READY) resolve()
      if (type === RESULT) show(data.items)
    }
  })
  fetch(new URL("search/search_index.json", root))
    .then(answer => answer.json())
    .then(index => worker.postMessage({ type: 0, data: { ...index, options: {} } }))

  const ask = async () => {
    const query = plain(field.value)
    if (query === asked) return
    asked = query
    if (!query) return show([])
    await ready
    if (query === asked) worker.postMessage({ type: QUERY, data: query })
  }
  for (const event of ["input", "keyup"]) field.addEventListener(event, ask)
  field.form.addEventListener("submit", event => event.preventDefault())
  field.form.addEventListener("reset", () => { setTimeout(ask); field.focus() })

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

  field.value ||= new URLSearchParams(location.search).get("q") ?? ""
  ask()
}
