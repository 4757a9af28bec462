// How code looks on the page: its colours and its prompts.

import { make } from "../shell/shell.js"

const KEYWORDS = /^(?:False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)$/
const TOKEN = /(#.*)|("""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(\d[\w.]*)|([A-Za-z_]\w*)|[^]/g

function coloured(source) {
  const line = document.createDocumentFragment()
  for (const [text, comment, string, number, word] of source.matchAll(TOKEN)) {
    const kind = comment ? "c1" : string ? "s2" : number ? "mi" : word && KEYWORDS.test(word) ? "k" : ""
    line.append(kind ? make("span", { className: kind }, text) : text)
  }
  return line
}

// The reader's statement, after prompts.
export function prompted(source) {
  const lines = document.createDocumentFragment()
  source.replace(/\n$/, "").split("\n").forEach((line, number) => {
    lines.append(make("span", { className: "gp" }, number ? "... " : ">>> "), coloured(line), "\n")
  })
  return lines
}

// The lines of code of a printed transcript, coloured as they are, one fragment a statement.
export function printedCode(code) {
  const nodes = []
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT)
  for (let at = 0, node; (node = walker.nextNode()); at += node.length) nodes.push([at, node])
  const place = at => {
    const [start, node] = nodes.findLast(([start]) => start <= at)
    return [node, Math.min(at - start, node.length)]
  }
  const found = []
  let at = 0
  for (const line of code.textContent.split(/(?<=\n)/)) {
    const end = at + line.length
    if (line.startsWith(">>>")) found.push([at, end])
    else if (line.startsWith("...") && found.at(-1)?.[1] === at) found.at(-1)[1] = end
    at = end
  }
  return found.map(([from, to]) => {
    const range = document.createRange()
    range.setStart(...place(from))
    range.setEnd(...place(to))
    return range.cloneContents()
  })
}
