// Python in a worker. The page sends {start}, {run} or {call}; see python.js.
// Nothing here knows the page, and Node starts the same Python for the tests.

const SITE = "/lib/python3.12/site-packages"
const WHEEL = "library.whl"
const EVERY = 50 // milliseconds between two words on how much has come

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

// A started Python's memory (runtime/prepare.mjs) names the compiled libraries that it knows:
// each is put where that memory has it, before Pyodide puts back the memory itself.
function restored(snapshot) {
  const words = new Uint32Array(snapshot.buffer)
  const [table, count] = words.slice(-2)
  const libraries = words.slice(-2 - count, -2)
  const memory = snapshot.subarray(0, -4 * (count + 2))
  const begun = create => async settings => {
    const module = await create(settings)
    module.HEAPU8.set(memory.subarray(words[1]))
    const loaded = libraries.every(library => module.__dlopen_js(library))
    if (!loaded || module.wasmTable.length !== table) throw new Error("Python's memory does not fit this browser")
    return module
  }
  return { memory, begun }
}

// Starts Python from a folder; `read(name)` gives the bytes of a file in it. If `started`,
// the folder holds the memory of a Python that has started already.
export async function start({ folder, started, language }, read) {
  const packages = read("packages.tar.gz").then(unzipped)
  const wheel = read(WHEEL)
  const snapshot = started ? read("snapshot.bin.gz").then(unzipped).then(restored) : undefined
  if (started) {
    let create
    Object.defineProperty(globalThis, "_createPyodideModule", {
      get: () => create,
      set: original => { create = async settings => (await snapshot).begun(original)(settings) },
    })
  }
  const loading = import(folder + "pyodide.mjs").then(({ loadPyodide }) => loadPyodide({
    indexURL: folder.replace(/^file:\/\//, ""),
    env: { HOME: "/home/reader" },
    fsInit: async FS => untar(FS, SITE, await packages),
    _loadSnapshot: snapshot?.then(({ memory }) => memory),
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
  }))
  const [python, archive] = await Promise.all([loading, wheel, packages, snapshot])
  python.unpackArchive(archive, "whl", { extractDir: SITE })
  const examples = python.pyimport("bookproof.browser.examples")
  const calls = python.pyimport("bookproof.browser.calls")
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
    memory: () => python._module.HEAPU8.length,
  }
}

if (typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope) {
  let python

  const begin = async options => {
    const { folder } = options
    const { fetch } = self
    let bytes = 0, total = 0, told = 0
    const count = more => {
      bytes += more
      if (bytes < total && performance.now() - told < EVERY) return
      told = performance.now()
      postMessage({ bytes: total ? Math.min(bytes, total) : bytes, total })
    }
    const ask = async name => {
      const answer = await fetch(folder + name)
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
      return answer
    }
    const counted = async answer => {
      const parts = []
      const reader = answer.body.getReader()
      for (let part; !(part = await reader.read()).done; count(part.value.length)) parts.push(part.value)
      return new Uint8Array(await new Blob(parts).arrayBuffer())
    }
    const read = async name => counted(await ask(name))
    const run = async name => {
      await import(folder + name)
      count(performance.getEntriesByName(folder + name)[0]?.decodedBodySize ?? 0)
    }

    // Everything is asked for at once; Pyodide would ask for one after the other. It is given
    // what has come. Of a WebAssembly file that does not come it would tell nobody.
    const program = ask("pyodide.asm.wasm").then(answer => {
      counted(answer.clone()).catch(() => {})
      return WebAssembly.compileStreaming(answer)
    })
    const files = { "pyodide-lock.json": read("pyodide-lock.json"), "python_stdlib.zip": read("python_stdlib.zip") }
    self.fetch = async url => new Response(await files[String(url).slice(folder.length)])
    WebAssembly.instantiateStreaming = async (_, imports) => {
      const module = await program
      return { module, instance: await WebAssembly.instantiate(module, imports) }
    }
    files["pyodide-lock.json"].then(lock => { total = JSON.parse(new TextDecoder().decode(lock)).bytes }, () => {})
    const starting = start(options, read)
    ;[python] = await Promise.all([
      starting, program, run("pyodide.mjs"), run("pyodide.asm.js"), ...Object.values(files),
    ])
    count(total - bytes)
    postMessage({ ready: true })
  }

  self.onmessage = async ({ data }) => {
    try {
      if (data.start) await begin(data.start)
      if (data.run) {
        python.run(data.run, event => postMessage({ id: data.id, event }))
        postMessage({ id: data.id, done: true, memory: python.memory() })
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
