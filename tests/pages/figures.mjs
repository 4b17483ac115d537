// All pages of figures: on a desk and a telephone each looked at, at 320 pixels nothing cut off, and on paper without colour.
//
// LOCALE; NAME and PASSWORD of an editor. With TEST_FULL on a telephone too.

import { join } from "node:path";
import { assert, base, browse, DESK, leave, look, PHONE, signIn } from "./support.mjs";

const { LOCALE, NAME, PASSWORD, PICTURES } = process.env;
const bg = LOCALE.startsWith("bg");
const say = (one, other) => (bg ? one : other);
const lang = say("bg", "en");
const staff = `${base}/admin/figures/kyustendil`;
const pages = {
  towns: `${base}/admin/figures`,
  promises: `${staff}?unit=quarter&on=2026-11-20`,
  "promises-week": `${staff}?unit=week&on=2026-11-18`,
  day: `${staff}/satisfaction?unit=day&on=2026-11-18`,
  week: `${staff}/satisfaction?unit=week&on=2026-11-18`,
  month: `${staff}/satisfaction?unit=month&on=2026-11-18`,
  quarter: `${staff}/satisfaction?unit=quarter&on=2026-11-18`,
  year: `${staff}/satisfaction?unit=year&on=2026-11-18`,
  queue: `${staff}/satisfaction?unit=month&on=2026-10-18&queue=kasa`,
  nothing: `${staff}/satisfaction?unit=month&on=2026-05-18`,
  register: `${staff}/register`,
  entry: `${staff}/new-registered`,
  import: `${staff}/import-registered`,
  alerts: `${staff}/alerts`,
  everybody: `${base}/o/kyustendil`,
  "everybody-empty": `${base}/o/samokov`,
};

const full = Boolean(process.env.TEST_FULL);
const screens = full ? { desk: DESK, phone: PHONE } : { desk: DESK };
for (const [screen, viewport] of Object.entries(screens)) {
  await browse({ lang: LOCALE, viewport }, async (page) => {
    const seen = (name) => look(page, `figures-${lang}-${screen}-${name}`);
    const main = page.getByRole("main");
    const press = (name) => leave(page, () => main.getByRole("button", { name, exact: true }).first().click());
    await page.goto(pages.towns);
    await signIn(page, NAME, PASSWORD);
    for (const [name, at] of Object.entries(pages)) {
      await page.goto(at);
      await seen(name);
    }

    // A table opens by a touch, and has what was drawn.
    await page.goto(pages.month);
    for (const summary of await page.locator("details.data > summary").all()) await summary.click();
    await seen("month-tables");

    // The chooser leads to another period, without scripts.
    await page.getByLabel(say("Период", "Period"), { exact: true }).selectOption("week");
    await press(say("Покажи", "Show"));
    assert.match(await page.getByRole("heading", { level: 2 }).first().textContent(), say(/^седмица \d/, /^week \d/));

    // What is wrong stands beside its field; then the entry is in the list.
    await page.goto(pages.entry);
    const number = page.getByLabel(say("Регистрационен номер", "Register number"));
    await number.fill("Иван Иванов");
    await press(say("Запис", "Save"));
    assert.equal(await number.getAttribute("aria-invalid"), "true");
    await seen("entry-wrong");
    await number.fill(`99-${lang}-${screen === "desk" ? 1 : 2}`);
    await press(say("Запис", "Save"));
    assert.match(await page.getByRole("status").textContent(), say(/въведен/, /is saved/));
    await leave(page, () => main.getByRole("link", { name: /^99-/ }).first().click());
    await seen("entry-known");
    await page.goto(pages.import);
    await page.getByLabel(say("Таблица", "Table")).fill("вид;номер;име\nсигнал;1;Иван");
    await press(say("Запис", "Save"));
    await page.getByRole("alert").waitFor();
    await seen("import-wrong");

    // A rule that is out of its range, then added.
    await page.goto(pages.alerts);
    const silent = page.getByLabel(say("Не се е обаждал толкова минути", "Not heard for so many minutes")).last();
    await silent.fill("1");
    await silent.press("Enter");
    await page.getByText(say("Напишете число от", "Write a number from")).waitFor();
    await seen("alerts-wrong");
    await silent.fill("30");
    await leave(page, () => silent.press("Enter"));
    assert.match(await page.getByRole("status").first().textContent(), say(/добавено/, /is added/));
    await page.locator("details.rule > summary").last().click();
    await seen("alerts-rule");
  });
}

// The narrowest telephones: nothing is cut off, and no picture is needed to know.
const narrow = { width: 320, height: 640 };
await browse({ lang: LOCALE, viewport: narrow }, async (page) => {
  await page.goto(pages.towns);
  await signIn(page, NAME, PASSWORD);
  for (const name of Object.keys(pages)) {
    await page.goto(pages[name]);
    await look(page, `figures-${lang}-narrow-${name}`);
  }
});

// On paper: the tables are open, and what only serves to move about is gone.
await browse({ lang: LOCALE, viewport: { width: 794, height: 1123 } }, async (page) => {
  await page.goto(pages.everybody);
  await page.emulateMedia({ media: "print" });
  await page.screenshot({ path: join(PICTURES, `figures-${lang}-paper-everybody.png`), fullPage: true });
  assert.ok(await page.getByRole("table").first().isVisible(), "the tables are on paper");
  assert.ok(!(await page.getByText(say("In English", "На български")).isVisible()));
});
