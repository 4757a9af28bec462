"use strict"
{
  // From disk a browser runs plain scripts only: tables and the search's worker are such ones
  // here (bookproof.editions.disk), and these two give them to who asks.
  const script = src => new Promise((onload, onerror) =>
    document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror })))

  window.fetch = async url => {
    await script(`${url}.js`)
    const table = groundupTable
    return { json: () => table }
  }

  window.Worker = class {
    constructor(url) {
      this.listener = script(url).then(() => new Promise(resolve =>
        groundupWorker((_, listener) => resolve(listener), data => this.onmessage({ data }))))
    }

    postMessage(data) { this.listener.then(listener => listener({ data })) }
  }
}
