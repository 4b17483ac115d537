// A clerk's work at the counter's page: by the mouse or by the keyboard alone, with and without scripts.
//
// LOCALE, SCRIPTS ("on" or "off"), SCREEN ("desk" or "phone"), KEYS ("on" or "off"), CODE to pair with.

import { assert, base, browse, DESK, leave, look, PHONE, tabTo } from "./support.mjs";

const { LOCALE, SCRIPTS, SCREEN, KEYS, CODE } = process.env;
const bg = LOCALE.startsWith("bg");
const say = (one, other) => (bg ? one : other);
const options = { lang: LOCALE, scripts: SCRIPTS === "on", viewport: SCREEN === "desk" ? DESK : PHONE };

await browse(options, async (page) => {
  const seen = (name) => look(page, `counter-${say("bg", "en")}-${SCREEN}-${name}`);
  const main = page.getByRole("main");
  const number = page.locator(".number");
  const press = async (name) => {
    const before = page.url();
    if (KEYS === "on") {
      // What is done most often has the focus already.
      const focused = await page.evaluate(() => document.activeElement.textContent.trim());
      if (focused !== name) await tabTo(page, name);
      await leave(page, () => page.keyboard.press("Enter"));
    } else {
      await leave(page, () => page.getByRole("button", { name, exact: true }).click());
    }
    assert.equal(page.url(), before);
  };

  await page.goto(base);
  assert.equal(await page.locator("html").getAttribute("lang"), say("bg", "en"));
  await seen("pair");
  await page.getByLabel(say("Код за сдвояване", "Pairing code")).fill("0000-0000");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  await seen("pair-wrong");
  await page.getByLabel(say("Код за сдвояване", "Pairing code")).fill(CODE);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 2 }).first().waitFor();
  assert.match(await page.getByRole("heading", { level: 1 }).textContent(), say(/Каса 3 затворено/, /Каса 3 closed/));
  await seen("closed");
  await page.goto(base);
  await press(say("Отваряне на гишето", "Open the counter"));
  await seen("free");

  await press(say("Повикване на следващия", "Call next"));
  assert.equal(await number.textContent(), "К\u00a0001");
  assert.match(await main.textContent(), say(/Няма данни за документите/, /Nothing is known of the documents/));
  assert.match(await main.textContent(), say(/в принтера няма хартия/, /the printer is out of paper/));
  await seen("called");
  await press(say("Отпечатай отново", "Print again"));
  assert.match(await main.textContent(), say(/Билет на хартия: печата се/, /Paper ticket: being printed/));
  assert.equal(await number.textContent(), "К\u00a0001");
  await press(say("Не дойде", "Did not come"));
  assert.match(await page.getByRole("alert").textContent(), say(/Повикан е 1 от поне 2 пъти/, /Called 1 of at least 2 times/));
  await seen("refused");
  await page.goto(base);
  await press(say("Започване", "Start"));
  assert.match(await main.textContent(), say(/обслужва се/, /being served/));
  if (KEYS === "off") {
    await page.getByText(say("Препращане", "Send on")).click();
    await page.getByText(say("Още една услуга", "Another service")).click();
    await seen("serving");
  }
  await press(say("Отлагане", "Hold"));
  await press(say("Повикване на следващия", "Call next"));
  assert.equal(await number.textContent(), "К\u00a0002");
  assert.equal(await page.locator(".now li").count(), 2, "the documents to bring");
  await seen("documents");
  await press(say("Започване", "Start"));
  await press(say("Приключване", "Finish"));
  if (KEYS === "off") await page.getByText(say("Извън реда", "Out of turn")).first().click();
  await seen("held");
});
