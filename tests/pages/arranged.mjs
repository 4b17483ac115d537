// A clerk enters, imports and takes back appointments: with and without scripts, at a desk and on a telephone.
//
// LOCALE, SCRIPTS ("on" or "off"), SCREEN ("desk" or "phone"), CODE to pair with.

import { assert, base, browse, DESK, leave, look, PHONE } from "./support.mjs";

const { LOCALE, SCRIPTS, SCREEN, CODE } = process.env;
const bg = LOCALE.startsWith("bg");
const say = (one, other) => (bg ? one : other);
const options = { lang: LOCALE, scripts: SCRIPTS === "on", viewport: SCREEN === "desk" ? DESK : PHONE };

await browse(options, async (page) => {
  const seen = (name) => look(page, `arranged-${say("bg", "en")}-${SCREEN}-${name}`);
  const main = page.getByRole("main");
  const press = (name) => leave(page, () => page.getByRole("button", { name, exact: true }).click());
  const upload = async (text) => {
    const buffer = Buffer.from(text);
    await page.getByLabel(say("Файл CSV", "CSV file")).setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer });
    await press(say("Зареждане", "Import"));
  };

  await page.goto(base);
  await page.getByLabel(say("Код за сдвояване", "Pairing code")).fill(CODE);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: say("Преглед и записване", "See and enter") }).click();
  await page.getByRole("heading", { level: 1, name: say(/Уговорени часове/, /Appointments/) }).waitFor();
  await seen("empty");

  await page.getByLabel(say("Час", "Time"), { exact: true }).fill("10:30");
  await page.getByLabel(say("Код", "Code"), { exact: true }).fill("К-17");
  await press(say("Записване", "Enter"));
  assert.match(await page.getByRole("status").first().textContent(), /K17/);
  await upload("код;час;опашка;име\n18;11:00;kasa;Иван\n19;11;kasa;\n");
  assert.match(await page.getByRole("alert").textContent(), say(/ред 1: колоната «име» е непозната/, /line 1: the column “име” is unknown/));
  await seen("refused");
  await upload("код;час;услуга\n18;11:00;zadalzhenia\n19;11:30;zadalzhenia\n");
  assert.match(await page.getByRole("status").first().textContent(), say(/Добавени: 2/, /Added: 2/));
  await seen("imported");
  await press(say("Премахване 18", "Remove 18"));
  assert.doesNotMatch(await main.textContent(), /11:00/);
  await page.getByLabel(say("Друг ден", "Another day")).fill("2026-11-24");
  await press(say("Показване", "Show"));
  assert.match(await main.textContent(), say(/Няма уговорени часове за този ден/, /There are no appointments on this day/));
});
