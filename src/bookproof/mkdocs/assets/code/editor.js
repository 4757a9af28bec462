// The text area in which a reader changes an example. Ours: a kept editor (prism-code-editor,
// 8.6 kB) colours too, which nobody missed, and would come from a registry of another language.

import { make, word } from "../shell/shell.js"

const MOST_ROWS = 30
const INDENT = "    "

// Makes one that holds `code`; Ctrl+Enter calls `run`.
export function textArea(code, run) {
  const area = make("textarea", {
    className: "gu-editor", value: code, spellcheck: false, autocapitalize: "off",
    ariaLabel: word("editor.name"), ariaDescription: word("editor.leave"),
  })
  area.setAttribute("autocomplete", "off")
  const grow = () => { area.rows = Math.min(area.value.split("\n").length, MOST_ROWS) }
  area.addEventListener("input", grow)
  area.addEventListener("keydown", event => pressed(event, run))
  area.addEventListener("blur", () => { area.leaving = false })
  grow()
  return area
}

// Puts a text in the place of what is selected, so that the browser can undo it.
function put(area, text) {
  if (text ? document.execCommand("insertText", false, text) : document.execCommand("delete")) return
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end")
  area.dispatchEvent(new Event("input"))
}

// Moves the selected lines by one indent, and leaves them selected.
function shift(area, outwards) {
  const { value, selectionStart: from, selectionEnd: to, selectionDirection } = area
  const first = value.lastIndexOf("\n", from - 1) + 1
  const end = value.indexOf("\n", Math.max(from, to - 1))
  const last = end < 0 ? value.length : end
  const lines = value.slice(first, last).split("\n")
  const moved = lines.map(line => outwards ? line.replace(/^(\t| {1,4})/, "") : line && INDENT + line)
  const text = moved.join("\n")
  if (text === value.slice(first, last)) return
  area.setSelectionRange(first, last)
  put(area, text)
  const start = Math.max(first, from + moved[0].length - lines[0].length)
  area.setSelectionRange(start, Math.max(start, to + text.length - (last - first)), selectionDirection)
}

// Tab indents, Shift+Tab takes it back, and after Esc both leave; Enter keeps the indent.
// Nothing is touched while a syllable is being composed.
function pressed(event, run) {
  const area = event.target
  const { key, shiftKey } = event
  if (event.isComposing) return
  if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    run()
  } else if (key === "Escape") {
    area.leaving = true
  } else if (key === "Tab" && !area.leaving && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault()
    if (shiftKey || area.selectionStart < area.selectionEnd) shift(area, shiftKey)
    else put(area, INDENT)
  } else if (key === "Enter") {
    event.preventDefault()
    const line = area.value.slice(0, area.selectionStart).split("\n").at(-1)
    put(area, "\n" + line.match(/^ */)[0] + (/:\s*$/.test(line) ? INDENT : ""))
  } else if (!["Tab", "Shift"].includes(key)) {
    area.leaving = false
  }
}
