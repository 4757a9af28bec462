// Python, in a worker that can be ended at any time. Whoever wants it to answer imports this:
//
//   import { python } from "../python/python.js"
//   python.warm()                                        // begins to load, once
//   await python.call("package.module", "function", [{ shape: [2, 3], data: Float64Array }])
//
// Arguments are numbers, texts, lists, typed arrays and {shape, data}; arrays come back
// as {shape, data}. An error of Python's rejects with its last line. What it says itself are words
// that come later: `spoken` (shell.js) is awaited before.

import { word } from "../shell/shell.js"

const START_LIMIT = 30_000

export const python = {
  worker: null, ready: null, jobs: new Map(), count: 0, onbytes: new Set(),

  warm() {
    this.ready ??= new Promise((resolve, reject) => {
      const { runtime, started } = document.querySelector("script[data-words]").dataset
      let watch
      const alive = () => {
        clearTimeout(watch)
        watch = setTimeout(() => this.lose(new Error(word("python.late"))), START_LIMIT)
      }
      this.reject = error => { clearTimeout(watch); reject(error) }
      // From a started Python's memory if there is one and it fits this browser.
      const begin = started => {
        const worker = this.worker = new Worker(new URL("run-worker.js", import.meta.url), { type: "module" })
        alive()
        worker.onerror = () => this.lose(new Error(word("python.late")))
        worker.onmessage = ({ data }) => {
          if (data.bytes) {
            alive()
            for (const show of this.onbytes) show(data.bytes, data.total)
          }
          if (data.ready) { clearTimeout(watch); started = false; resolve(worker) }
          if (data.fatal && started) { worker.terminate(); return begin(false) }
          if (data.fatal) return this.lose(new Error(data.error))
          const job = this.jobs.get(data.id)
          if (!job) return
          if (data.event) return job.event(data.event)
          this.jobs.delete(data.id)
          if (data.error) job.reject(new Error(data.error))
          else job.resolve(data)
        }
        worker.postMessage({ start: { folder: new URL(runtime, location).href, started, language: document.documentElement.lang } })
      }
      begin(started !== undefined)
    })
    this.ready.catch(() => {})
    return this.ready
  },

  // Ends the worker, whatever it does; the next job starts another.
  lose(error) {
    this.worker?.terminate()
    this.reject?.(error)
    for (const job of this.jobs.values()) job.reject(error)
    this.jobs.clear()
    this.worker = this.ready = this.reject = null
  },

  async send(message, event) {
    const worker = await this.warm()
    return new Promise((resolve, reject) => {
      const id = ++this.count
      this.jobs.set(id, { resolve, reject, event })
      worker.postMessage({ id, ...message })
    })
  },

  run(request, event) { return this.send({ run: request }, event) },
  async call(module, name, args = []) { return (await this.send({ call: [module, name, args] })).result },
}
