"use strict"
{
  // From disk a browser runs plain scripts only: modules, tables and the search's worker are such
  // ones here (bookproof.editions.disk), and these give them to who asks.
  const script = src => new Promise((onload, onerror) =>
    document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror })))

  window.bookproofModules = {}
  window.bookproofImport = async (name, src) => {
    if (!(name in bookproofModules)) await script(src)
    return bookproofModules[name]
  }

  window.fetch = async url => {
    await script(`${url}.js`)
    const table = bookproofTable
    return { ok: true, json: () => table }
  }

  window.Worker = class {
    constructor(url) {
      this.listener = script(url).then(() => new Promise(resolve =>
        bookproofWorker((_, listener) => resolve(listener), data => this.onmessage({ data }))))
      this.listener.catch(error => this.onerror?.(error))
    }

    postMessage(data) { this.listener.then(listener => listener({ data }), () => {}) }

    terminate() {}
  }
}
