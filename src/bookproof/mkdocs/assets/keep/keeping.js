// Turns the keeping of pages on or off. That there is a cache, named like the folder of the
// site, is what being on means; the browser then asks keep.js for what it reads.

const { serviceWorker } = navigator
const script = new URL("../../keep.js", import.meta.url).href
const scope = new URL("./", script).href
const NOT_KEPT = new URL("../words/offline.json", import.meta.url).href

export async function keeping(on) {
  if (!on) {
    await caches.delete(scope)
    return (await serviceWorker.getRegistration(scope))?.unregister()
  }
  await serviceWorker.register(script)
  const cache = await caches.open(scope)
  const seen = performance.getEntriesByType("resource").map(({ name }) => name)
  const mine = [location.href.split(/[?#]/)[0], script, NOT_KEPT, ...seen.filter(name => name.startsWith(scope))]
  const refused = (await Promise.allSettled(mine.map(url => cache.add(url)))).find(({ reason }) => reason)
  if (!refused) return
  await keeping(false)
  throw refused.reason
}
