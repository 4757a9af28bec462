// Keeps the pages that are read, for reading without a network, once a reader asks for it.
// The page loads this to turn it on or off; the browser, as the service worker. That there
// is a cache, named like the folder of the site, is what being on means.

if (self.document) {
  const { serviceWorker } = navigator

  self.groundupKeep = async (on, script) => {
    const scope = new URL("./", script).href
    if (!on) {
      await caches.delete(scope)
      return (await serviceWorker.getRegistration(scope))?.unregister()
    }
    await serviceWorker.register(script)
    const cache = await caches.open(scope)
    const seen = performance.getEntriesByType("resource").map(({ name }) => name)
    const mine = [location.href.split(/[?#]/)[0], script, ...seen.filter(name => name.startsWith(scope))]
    await Promise.allSettled(mine.map(url => cache.add(url)))
  }
} else {
  const { scope } = registration
  const WORDS = {
    ko: ["보관하지 않은 페이지입니다", "지금은 연결되어 있지 않고, 이 페이지는 연결되어 있을 때 읽은 적이 없습니다. 보관한 페이지:"],
    en: ["This page is not kept", "There is no connection now, and this page was not read while there was one. Kept pages:"],
  }
  // Their address changes with what is in them.
  const HASHED = /\/assets\/(runtime-\w+\/|javascripts\/)/

  const answer = async ({ request }, later) => {
    const cache = await caches.has(scope) && await caches.open(scope)
    const kept = cache && await cache.match(request, { ignoreSearch: true, ignoreVary: true })
    if (kept && HASHED.test(request.url)) return kept
    try {
      const fresh = await fetch(request)
      if (cache && fresh.status === 200) later(keep(cache, request, fresh.clone()).catch(() => {}))
      return fresh
    } catch (error) {
      if (kept) return kept
      if (request.mode === "navigate") return notKept(cache, request)
      throw error
    }
  }

  const keep = async (cache, request, fresh) => {
    await cache.put(request.url.split("?")[0], fresh)
    // Of the browser's Python, the latest only.
    const [, folder] = request.url.match(/(\/runtime-\w+\/)/) ?? []
    for (const { url } of folder ? await cache.keys() : [])
      if (url.includes("/runtime-") && !url.includes(folder)) await cache.delete(url)
  }

  const notKept = async (cache, request) => {
    const lang = request.url.startsWith(`${scope}en/`) ? "en" : "ko"
    const [title, why] = WORDS[lang]
    const pages = []
    for (const { url } of cache ? await cache.keys() : []) {
      const page = url.endsWith("/") && await (await cache.match(url)).text()
      if (page) pages.push(`<li><a href="${url}">${page.match(/<title>([^<]*)/)[1]}</a>`)
    }
    const html = `<!doctype html><html lang="${lang}"><meta charset="utf-8">
      <meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
      <title>${title}</title><body style="max-width:40rem;margin:3rem auto;padding:0 1rem;font:1rem/1.6 sans-serif">
      <h1>${title}</h1><p>${why}</p><ul>${pages.join("")}</ul>`
    return new Response(html, { status: 504, headers: { "Content-Type": "text/html" } })
  }

  self.oninstall = () => skipWaiting()
  self.onactivate = event => event.waitUntil(clients.claim())
  self.onfetch = event => {
    if (event.request.method === "GET" && event.request.url.startsWith(scope))
      event.respondWith(answer(event, promise => event.waitUntil(promise)))
  }
}
