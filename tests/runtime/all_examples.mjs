// Runs examples as a reader's browser does: node all_examples.mjs worker.mjs folder/ < requests > results
import { readFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const [worker, folder] = process.argv.slice(2)
const { start } = await import(pathToFileURL(worker))
const read = async name => new Uint8Array(readFileSync(folder + name))
const python = await start(pathToFileURL(folder).href, read, "en")
const results = JSON.parse(readFileSync(0, "utf-8")).map(request => {
  const events = []
  if (request.call) return python.call(...request.call)
  python.run(request, event => events.push(event))
  return events
})
process.stdout.write(JSON.stringify(results, (key, value) => (ArrayBuffer.isView(value) ? [...value] : value)))
