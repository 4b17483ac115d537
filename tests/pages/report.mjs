// The yearly report in one language: on a desk, on a telephone, and printed.
//
// LOCALE; NAME and PASSWORD to sign in with.

import { join } from "node:path";
import { assert, base, browse, DESK, look, PHONE, signIn } from "./support.mjs";

const { LOCALE, NAME, PASSWORD, PICTURES } = process.env;
const bg = LOCALE.startsWith("bg");
const say = (one, other) => (bg ? one : other);
const lang = say("bg", "en");

for (const [screen, viewport] of [["desk", DESK], ["phone", PHONE], ["narrow", { width: 320, height: 640 }]]) {
  await browse({ lang: LOCALE, viewport }, async (page) => {
    await page.goto(`${base}/admin/figures/kyustendil/report?year=2025`);
    // What is asked for first is where one comes out after signing in.
    await signIn(page, NAME, PASSWORD);
    assert.match(await page.title(), say(/^Годишен отчет .*2025\sг\. – Parter$/, /^Yearly report .*2025 – Parter$/));
    assert.equal(await page.locator("html").getAttribute("lang"), lang);
    await look(page, `report-${lang}-${screen}`);

    // Each way from the contents leads to a chapter.
    for (const link of await page.locator(".contents a").all()) {
      const chapter = page.locator(await link.getAttribute("href"));
      assert.equal(await chapter.getByRole("heading", { level: 2 }).first().textContent(), await link.textContent());
    }
    if (screen === "desk") {
      const file = page.waitForEvent("download");
      await page.getByRole("link", { name: "PDF", exact: true }).click();
      await (await file).saveAs(join(PICTURES, `report-${lang}.pdf`));
      await page.pdf({ path: join(PICTURES, `report-${lang}-print.pdf`), preferCSSPageSize: true });
    }
  });
}
