// Lighthouse on many pages with one Chromium. On standard input: {chromium, flags, timed,
// addresses}; on standard output a line of JSON for each address, in that order.
import { text } from "node:stream/consumers";

import lighthouse from "lighthouse";
import { pageFunctions } from "lighthouse/core/lib/page-functions.js";
import puppeteer from "puppeteer-core";

const { chromium, flags, timed, addresses } = JSON.parse(await text(process.stdin));
// Where nothing is timed, a second a page need not go into how fast the machine is.
if (!timed) pageFunctions.computeBenchmarkIndex = () => 0;
const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage();

for (const address of addresses) {
  const { lhr } = await lighthouse(address, { ...flags, logLevel: "silent" }, undefined, page);
  const failed = [];
  for (const category of Object.values(lhr.categories)) {
    for (const { id, weight } of category.auditRefs) {
      const { score, title, details } = lhr.audits[id];
      if (weight > 0 && score !== null && score < 1) {
        failed.push([id, title, JSON.stringify(details?.items ?? "").slice(0, 400)]);
      }
    }
  }
  const result = {
    address,
    error: lhr.runtimeError?.message,
    benchmark: lhr.environment.benchmarkIndex,
    scores: Object.fromEntries(
      Object.values(lhr.categories).map(({ id, score }) => [id, score && Math.round(score * 100)]),
    ),
    failed,
    metrics: Object.fromEntries(
      Object.values(lhr.audits).map(({ id, numericValue }) => [id, numericValue]),
    ),
  };
  console.log(JSON.stringify(result));
}
await browser.close();
