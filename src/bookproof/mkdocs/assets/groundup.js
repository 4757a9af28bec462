"use strict"
{
  const here = document.currentScript.src
  const korean = document.documentElement.lang === "ko"
  const find = selector => document.querySelector(selector)
  const all = selector => document.querySelectorAll(selector)

  // Light or dark: the system's choice until the reader makes one.
  find(".gu-scheme").onclick = () => {
    const scheme = document.body.dataset.mdColorScheme === "slate" ? "default" : "slate"
    document.body.dataset.mdColorScheme = scheme
    try { localStorage.setItem("groundup.scheme", scheme) } catch {}
  }

  // Pages that were read are kept, if the reader wants that: off, and nothing stored, before.
  const { serviceWorker } = navigator
  if (serviceWorker && location.protocol !== "file:") {
    const script = new URL("../keep.js", here).href
    const keep = document.createElement("button")
    const show = on => keep.ariaPressed = on
    keep.className = "gu-keep"
    keep.textContent = korean ? "읽은 페이지를 오프라인에서도 보기" : "Keep the pages I read for reading offline"
    keep.onclick = async () => {
      await import(script)
      const on = keep.ariaPressed !== "true"
      await groundupKeep(on, script)
      show(on)
    }
    show(!!serviceWorker.controller)
    find(".md-footer-meta__inner").append(keep)
  }

  // The search, fetched once the reader turns to it. It begins with what was typed by then.
  const field = find(".md-search__input")
  const searching = find("#__search")
  const turn = () => {
    if (!field || find("script[data-search]")) return
    const script = Object.assign(document.createElement("script"), { src: new URL("search.js", here) })
    script.dataset.search = ""
    document.head.append(script)
  }
  const open = () => { turn(); searching.checked = true; field.focus() }
  const close = () => { searching.checked = false; field.blur() }
  if (field) {
    field.onfocus = open
    find(".md-search").onpointerenter = turn
    searching.onchange = () => searching.checked ? open() : close()
    for (const label of all("[for=__search]")) label.onpointerenter = label.onfocus = turn
    find(".md-search").addEventListener("focusout", ({ currentTarget, relatedTarget }) => {
      if (relatedTarget && !currentTarget.contains(relatedTarget)) searching.checked = false
    })
    if (new URLSearchParams(location.search).has("q")) open()
  }
  document.addEventListener("keydown", event => {
    const { key, target } = event
    if (key === "Escape") {
      find("#__drawer").checked = false
      if (searching.checked) close()
    }
    if (key === "Enter" && target.matches("label")) target.click()
    if (key === "/" && field && !target.matches("input, textarea")) { event.preventDefault(); open() }
  })

  // A button that copies, on code that is pointed at or focused.
  const said = find(".md-dialog")
  const [COPY, COPIED, NOT_COPIED] = korean
    ? ["클립보드에 복사", "복사했습니다", "브라우저가 복사를 허락하지 않았습니다"]
    : ["Copy to clipboard", "Copied", "The browser did not allow copying"]
  const copying = ({ target }) => {
    const pre = target.closest?.("pre")
    if (!pre || pre.querySelector("button")) return
    const nav = document.createElement("div")
    nav.className = "md-code__nav"
    nav.innerHTML = `<button class="md-code__button" type="button" data-md-type="copy" title="${COPY}"></button>`
    nav.firstChild.onclick = async () => {
      const code = pre.closest("[data-copy]")?.dataset.copy ?? pre.querySelector("code").textContent
      const copied = await navigator.clipboard?.writeText(code).then(() => true, () => false)
      said.firstElementChild.textContent = copied ? COPIED : NOT_COPIED
      said.classList.add("md-dialog--active")
      setTimeout(() => said.classList.remove("md-dialog--active"), 2000)
    }
    pre.append(nav)
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
    for (const [link] of places) link.classList.toggle("md-nav__link--active", link === now?.[0])
  }
  addEventListener("load", () => {
    const [list, page] = [find(".md-sidebar--primary .md-sidebar__scrollwrap"), find(".gu-nav [aria-current]")]
    if (list && page) list.scrollTop = page.offsetTop - list.clientHeight / 2
    passed()
  })
  addEventListener("scroll", passed, { passive: true })
}
