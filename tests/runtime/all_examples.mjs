// Runs examples as a reader's browser does: node all_examples.mjs worker.mjs folder/ started? < requests > results
import { readFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const [worker, folder, started] = process.argv.slice(2)
const { start } = await import(pathToFileURL(worker))
const read = async name => new Uint8Array(readFileSync(folder + name))
const python = await start({ folder: pathToFileURL(folder).href, started: Boolean(started), language: "en" }, read)
const results = JSON.parse(readFileSync(0, "utf-8")).map(request => {
  const events = []
  if (request.call) return python.call(...request.call)
  python.run(request, event => events.push(event))
  return events
})
process.stdout.write(JSON.stringify(results, (key, value) => (ArrayBuffer.isView(value) ? [...value] : value)))
