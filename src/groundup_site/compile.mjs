// Compiles what Python imports when it starts: node compile.mjs '{"pyodide.mjs": path, ...}' > zip
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, sep } from "node:path"
import { pathToFileURL } from "node:url"

const found = JSON.parse(process.argv[2])
const folder = mkdtempSync(join(tmpdir(), "pyodide-"))
try {
  for (const [name, path] of Object.entries(found)) symlinkSync(path, join(folder, name))
  const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")))
  const python = await loadPyodide({ indexURL: folder + sep, stdout: console.error, stderr: console.error })
  const numpy = Object.keys(found).find(name => name.startsWith("numpy"))
  const site = "/lib/python3.12/site-packages"
  python.unpackArchive(new Uint8Array(readFileSync(found[numpy])), "whl", { extractDir: site })
  const zip = python.runPython(`
import sys, zipfile
from importlib._bootstrap_external import _code_to_hash_pyc as pyc
import numpy, numpy.random, ctypes, json, importlib.resources

standard = zipfile.ZipFile("/lib/python312.zip")
places = {"/lib/python312.zip/": standard.read,
          "/lib/python3.12/site-packages/": lambda name: open("/lib/python3.12/site-packages/" + name, "rb").read()}
sources = {}
for module in list(sys.modules.values()):
    file = getattr(module, "__file__", None) or ""
    for place, read in places.items():
        if file.startswith(place) and file.endswith(".py"):
            name = file.removeprefix(place)
            sources[name] = read(name)
with zipfile.ZipFile("/compiled.zip", "w") as archive:
    for name, source in sorted(sources.items()):
        code = compile(source, name, "exec", dont_inherit=True)
        archive.writestr(zipfile.ZipInfo(name + "c"), pyc(code, bytes(8), False))
open("/compiled.zip", "rb").read()
`)
  const bytes = zip.toJs()
  for (let at = 0; at < bytes.length;) at += writeSync(1, bytes, at)
} finally {
  rmSync(folder, { recursive: true })
}
