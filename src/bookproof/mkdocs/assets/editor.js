// The text area in which a reader changes an example.

const WORDS = {
  ko: { name: "예제 코드", leave: "Esc 다음 Tab을 누르면 편집기를 벗어납니다. Ctrl+Enter로 실행합니다." },
  en: { name: "Code of the example", leave: "Esc, then Tab, leaves the editor. Ctrl+Enter runs the code." },
}[document.documentElement.lang === "ko" ? "ko" : "en"]
const MOST_ROWS = 30

// Makes one that holds `code`; Ctrl+Enter calls `run`.
export function textArea(code, run) {
  const area = document.createElement("textarea")
  Object.assign(area, {
    className: "gu-editor", value: code, spellcheck: false, autocapitalize: "off",
    ariaLabel: WORDS.name, ariaDescription: WORDS.leave,
  })
  area.setAttribute("autocomplete", "off")
  const grow = () => { area.rows = Math.min(area.value.split("\n").length, MOST_ROWS) }
  area.addEventListener("input", grow)
  area.addEventListener("keydown", event => pressed(event, run))
  area.addEventListener("blur", () => { area.leaving = false })
  grow()
  return area
}

// Tab indents and Esc, then Tab, leaves; Enter keeps the indent. Nothing is touched while
// a syllable is being composed.
function pressed(event, run) {
  const area = event.target
  if (event.isComposing) return
  const insert = text => {
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end")
      area.dispatchEvent(new Event("input"))
    }
    event.preventDefault()
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    run()
  } else if (event.key === "Escape") {
    area.leaving = true
  } else if (event.key === "Tab" && !event.shiftKey && !area.leaving && !event.ctrlKey && !event.altKey) {
    insert("    ")
  } else if (event.key === "Enter") {
    const line = area.value.slice(0, area.selectionStart).split("\n").at(-1)
    insert("\n" + line.match(/^ */)[0] + (/:\s*$/.test(line) ? "    " : ""))
  } else if (!["Tab", "Shift"].includes(event.key)) {
    area.leaving = false
  }
}
