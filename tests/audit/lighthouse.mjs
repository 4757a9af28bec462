// Lighthouse on many pages with one Chromium. On standard input: {chromium, flags, addresses};
// on standard output a line of JSON for each address, in that order.
import { text } from "node:stream/consumers";

import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const { chromium, flags, addresses } = JSON.parse(await text(process.stdin));
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
  const value = (id) => lhr.audits[id]?.numericValue;
  const result = {
    address,
    error: lhr.runtimeError?.message,
    scores: Object.fromEntries(
      Object.values(lhr.categories).map(({ id, score }) => [id, score && Math.round(score * 100)]),
    ),
    failed,
    metrics: {
      fcp: value("first-contentful-paint"),
      lcp: value("largest-contentful-paint"),
      tbt: value("total-blocking-time"),
      cls: value("cumulative-layout-shift"),
    },
  };
  console.log(JSON.stringify(result));
}
await browser.close();
