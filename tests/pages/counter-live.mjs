// A counter's page that is open while another counter calls. CODE to pair with.

import { base, browse } from "./support.mjs";

await browse({ lang: "bg-BG" }, async (page) => {
  await page.goto(base);
  await page.getByLabel("Код за сдвояване").fill(process.env.CODE);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#next")?.textContent.includes("чакащи: 5"));
  await page.getByRole("button", { name: "Отваряне на гишето" }).click();
  await page.waitForFunction(() => document.querySelector("#next")?.textContent.includes("чакащи: 4"));
  // The focus stays; where the page came anew with the call, it gets it as it is drawn.
  await page.waitForFunction(() => {
    const focused = document.activeElement;
    return focused?.matches("button") && focused.textContent.includes("Повикване на следващия");
  });
});
