// Does beforehand what Python would do at each start: node prepare.mjs '{"pyodide.mjs": path, ...}' out
// Writes the memory of a Python that has started and imported NumPy. NumPy's compiled libraries
// are not in it: after the memory stand, as 32-bit numbers, where it knows each (in the order of
// loading), the length of the table of functions with them, and how many they are.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, sep } from "node:path"
import { pathToFileURL } from "node:url"

// The same bytes each time: Python's memory holds the clock of its start, and chance.
let clock = 1577836800000
Date.now = () => clock
performance.now = () => 0
Object.defineProperty(crypto, "getRandomValues", { value: view => view.fill(0) })

const found = JSON.parse(process.argv[2])
const folder = mkdtempSync(join(tmpdir(), "pyodide-"))
try {
  for (const [name, path] of Object.entries(found)) symlinkSync(path, join(folder, name))
  const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")))
  const python = await loadPyodide({
    indexURL: folder + sep,
    env: { HOME: "/home/reader", PYTHONHASHSEED: "0" },
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
    _sysExecutable: "/bin/python",
    _makeSnapshot: true,
  })
  clock += 60_000 // a folder that has changed is read again
  const numpy = Object.keys(found).find(name => name.startsWith("numpy"))
  python.unpackArchive(new Uint8Array(readFileSync(found[numpy])), "whl", { extractDir: "/lib/python3.12/site-packages" })
  python.runPython(`
import __future__, ast, base64, builtins, contextlib, ctypes, dataclasses, datetime, fractions
import functools, gc, hashlib, hmac, importlib.resources, io, itertools, json, math, numbers, pickle
import platform, random, re, secrets, statistics, threading, time, tomllib, traceback, warnings
import zipfile
import numpy, numpy.random
random.seed(0)
gc.collect()
`)
  const { LDSO, wasmTable, HEAPU8 } = python._module
  const { malloc, free, sbrk } = LDSO.loadedLibsByName.__main__.exports

  // What was freed is overwritten: zeros weigh little.
  const end = sbrk(0)
  const blocks = []
  for (let size = 1 << 18; size >= 16; size >>= 1) {
    let at
    while ((at = malloc(size)) + size <= end) blocks.push(at) && HEAPU8.fill(0, at, at + size)
    free(at)
  }
  blocks.forEach(free)

  const order = Object.keys(LDSO.loadedLibsByName)
  const libraries = Object.entries(LDSO.loadedLibsByHandle)
    .sort(([, a], [, b]) => order.indexOf(a.name) - order.indexOf(b.name))
    .map(([handle]) => Number(handle))
    .filter(handle => handle)
  const known = Uint32Array.of(...libraries, wasmTable.length, libraries.length)
  writeFileSync(process.argv[3], Buffer.concat([python.makeMemorySnapshot(), Buffer.from(known.buffer)]))
} finally {
  rmSync(folder, { recursive: true })
}
