"use strict"
// The browser runs this, the service worker, for a reader who keeps pages (keeping.js): what is
// read is put into the cache, and comes from there while there is no network.
{
  const { scope } = registration
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
    const languages = await (await cache.match(`${scope}assets/words/offline.json`)).json()
    const { language, title, why } = languages.find(({ root }) => request.url.startsWith(scope + root))
    const pages = []
    for (const { url } of await cache.keys()) {
      const page = url.endsWith("/") && await (await cache.match(url)).text()
      if (page) pages.push(`<li><a href="${url}">${page.match(/<title>([^<]*)/)[1]}</a>`)
    }
    const html = `<!doctype html><html lang="${language}"><meta charset="utf-8">
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
