// Does beforehand what Python would do at each start: node prepare.mjs '{"pyodide.mjs": path, ...}' out/
// Writes out/snapshot.bin, the memory of a Python that has started and imported what NumPy
// needs of the standard library, and out/compiled.zip, NumPy's modules as bytecode.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, sep } from "node:path"
import { pathToFileURL } from "node:url"

// The same bytes each time: Python's memory holds the clock of its start.
let clock = 1577836800000
Date.now = () => clock
performance.now = () => 0

const found = JSON.parse(process.argv[2])
const out = process.argv[3]
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
  python.runPython(`
import __future__, ast, base64, builtins, contextlib, ctypes, dataclasses, datetime, fractions
import functools, hashlib, hmac, importlib.resources, io, itertools, json, math, numbers, pickle
import platform, random, re, secrets, statistics, threading, time, tomllib, traceback, warnings
import zipfile
random.seed(0)
`)
  writeFileSync(join(out, "snapshot.bin"), python.makeMemorySnapshot())

  clock += 60_000 // a folder that has changed is read again
  const site = "/lib/python3.12/site-packages/"
  const numpy = Object.keys(found).find(name => name.startsWith("numpy"))
  python.unpackArchive(new Uint8Array(readFileSync(found[numpy])), "whl", { extractDir: site })
  const zip = python.runPython(`
import sys
from importlib._bootstrap_external import _code_to_hash_pyc as pyc
import numpy, numpy.random

site = "${site}"
files = [getattr(module, "__file__", None) or "" for module in sys.modules.values()]
with zipfile.ZipFile("/compiled.zip", "w") as archive:
    for file in sorted(file for file in files if file.startswith(site) and file.endswith(".py")):
        name = file.removeprefix(site)
        code = compile(open(file, "rb").read(), name, "exec", dont_inherit=True)
        archive.writestr(zipfile.ZipInfo(name + "c"), pyc(code, bytes(8), False))
open("/compiled.zip", "rb").read()
`)
  writeFileSync(join(out, "compiled.zip"), zip.toJs())
} finally {
  rmSync(folder, { recursive: true })
}
