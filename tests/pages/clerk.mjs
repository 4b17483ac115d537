// A clerk who signs in with a PIN, works, and is asked again after half an hour. CODE to pair with, PIN of «ИП».

import { assert, base, browse, look, PHONE } from "./support.mjs";

const { CODE, PIN } = process.env;

await browse({ lang: "bg-BG" }, async (page) => {
  await page.goto(base);
  await page.getByLabel("Код за сдвояване").fill(CODE);
  await page.keyboard.press("Enter");
  const pin = page.getByLabel("ПИН код");
  await pin.waitFor();
  assert.equal(await page.locator("#panel").count(), 0);
  const clerk = page.getByLabel("Служител");
  assert.ok(await clerk.evaluate((it) => it === document.activeElement), "the keyboard begins with the clerk");
  await look(page, "clerk-desk");
  await page.setViewportSize(PHONE);
  await look(page, "clerk-phone");

  await clerk.selectOption({ label: "ИП" });
  await page.keyboard.press("Tab");
  await page.keyboard.type("000000");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").textContent(), /Грешен ПИН код\. Опити до изчакване: 4\./);
  await look(page, "clerk-wrong-phone");
  assert.equal(await clerk.locator("option:checked").textContent(), "ИП", "who was chosen stays so");
  await pin.fill(PIN);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Изход (ИП)" }).waitFor();
  await look(page, "clerk-signed-in-phone");
  await page.getByRole("button", { name: "Отваряне на гишето" }).click();
  // The test lets half an hour pass: the page asks by itself.
  await pin.waitFor();
  assert.equal(await page.locator("#panel").count(), 0);
});
