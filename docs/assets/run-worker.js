// Python in a worker. The page sends {start}, {run} or {call}; see python.js.
// Nothing here knows the page, and Node starts the same Python for the tests.

const SITE = "/lib/python3.12/site-packages"
const WHEEL = "groundup-0.1.0-py3-none-any.whl"

async function unzipped(bytes) {
  if (bytes[0] !== 0x1f) return bytes // a host may have unpacked it on the way
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

function untar(FS, folder, bytes) {
  const text = (at, length) => new TextDecoder().decode(bytes.subarray(at, at + length)).replace(/\0.*/s, "")
  const made = new Set()
  for (let at = 0; bytes[at]; ) {
    const path = [folder, text(at + 345, 155), text(at, 100)].filter(Boolean).join("/")
    const size = parseInt(text(at + 124, 12), 8)
    const parent = path.slice(0, path.lastIndexOf("/"))
    if (!made.has(parent)) made.add(parent) && FS.mkdirTree(parent)
    FS.writeFile(path, bytes.subarray(at + 512, at + 512 + size), { canOwn: true })
    at += 512 + Math.ceil(size / 512) * 512
  }
}

// Starts Python from a folder; `read(name)` gives the bytes of a file in it. If `started`,
// the folder holds the memory of a Python that has started already.
export async function start({ folder, started, language }, read) {
  const [{ loadPyodide }, packages, wheel, memory] = await Promise.all([
    import(folder + "pyodide.mjs"),
    read("packages.tar.gz").then(unzipped),
    read(WHEEL),
    started && read("snapshot.bin.gz").then(unzipped),
  ])
  const python = await loadPyodide({
    indexURL: folder.replace(/^file:\/\//, ""),
    env: { HOME: "/home/reader" },
    fsInit: FS => untar(FS, SITE, packages),
    _loadSnapshot: memory || undefined,
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
  })
  python.unpackArchive(wheel, "whl", { extractDir: SITE })
  const examples = python.pyimport("groundup_site.browser.examples")
  const calls = python.pyimport("groundup_site.browser.calls")
  examples.prepare(language)
  return {
    run: (request, emit) => examples.run(JSON.stringify(request), text => emit(JSON.parse(text))),
    call(module, name, args) {
      const given = python.toPy(args)
      const result = calls.call(module, name, given)
      given.destroy()
      if (!result?.toJs) return result
      const plain = result.toJs({ dict_converter: Object.fromEntries, create_pyproxies: false })
      result.destroy()
      return plain
    },
    // What most examples need, once there is time for it.
    idle: () => python.pyimport("numpy.random").destroy(),
    memory: () => python._module.HEAPU8.length,
  }
}

if (typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope) {
  let python

  const begin = async options => {
    const { folder } = options
    let bytes = 0
    const seen = new PerformanceObserver(list => {
      for (const entry of list.getEntries())
        if (entry.name.startsWith(folder)) postMessage({ bytes: (bytes += entry.decodedBodySize) })
    })
    seen.observe({ type: "resource", buffered: true })
    const read = async name => {
      const answer = await fetch(folder + name)
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
      return new Uint8Array(await answer.arrayBuffer())
    }
    read("pyodide-lock.json").then(lock => postMessage({ total: JSON.parse(new TextDecoder().decode(lock)).bytes }), () => {})
    // Of a WebAssembly file that does not come, or comes as another type, Pyodide tells
    // nobody but the console, and waits for ever.
    const lost = new Promise((_, reject) => {
      console.warn = (...words) => { if (words[0] instanceof Error) reject(words[0]) }
    })
    python = await Promise.race([start(options, read), lost])
    seen.disconnect()
    postMessage({ ready: true })
  }

  self.onmessage = async ({ data }) => {
    try {
      if (data.start) await begin(data.start)
      if (data.run) {
        python.run(data.run, event => postMessage({ id: data.id, event }))
        postMessage({ id: data.id, done: true, memory: python.memory() })
        setTimeout(python.idle)
      }
      if (data.call) postMessage({ id: data.id, done: true, result: python.call(...data.call) })
    } catch (error) {
      // What Python raised is for the caller; anything else means that this worker is lost.
      const fatal = data.start || error.name !== "PythonError"
      const lines = String(error.message ?? error).trim().split("\n")
      postMessage({ id: data.id, error: lines.at(-1) || String(error), fatal: Boolean(fatal) })
    }
  }
}
