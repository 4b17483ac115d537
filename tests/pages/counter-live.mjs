// A counter's page that is open while another counter calls. CODE to pair with.

import { assert, base, browse } from "./support.mjs";

await browse({ lang: "bg-BG" }, async (page) => {
  await page.goto(base);
  await page.getByLabel("Код за сдвояване").fill(process.env.CODE);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#next")?.textContent.includes("чакащи: 5"));
  await page.getByRole("button", { name: "Отваряне на гишето" }).click();
  await page.waitForFunction(() => document.querySelector("#next")?.textContent.includes("чакащи: 4"));
  const call = page.getByRole("button", { name: "Повикване на следващия" });
  assert.ok(await call.evaluate((it) => it === document.activeElement), "the focus stays");
});
