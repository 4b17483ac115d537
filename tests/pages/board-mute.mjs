// A browser that plays nothing before it was touched: the board says so, calls all the same, and a touch mends it.
//
// CODE to pair with. One is called.

import { assert, base, browse, look } from "./support.mjs";

await browse({ viewport: { width: 1920, height: 1080 } }, async (page) => {
  await page.addInitScript(() => {
    window.heard = 0;
    HTMLMediaElement.prototype.play = async function () {
      if (!window.touched) throw new DOMException("a touch is needed", "NotAllowedError");
      window.heard += 1;
    };
  });
  const reported = page.waitForResponse(
    (answer) => answer.url().endsWith("/api/board") && answer.request().method() === "POST",
    { timeout: 60_000 },
  );
  await page.goto(base);
  await page.getByLabel("Код за сдвояване").fill(process.env.CODE);
  await page.keyboard.press("Enter");
  const button = page.getByRole("button", { name: "Включете звука" });
  await button.waitFor();
  await look(page, "board-mute");
  assert.deepEqual(await (await reported).json(), { announced: true }, "who is seen on the board is called");
  await page.evaluate(() => (window.touched = true));
  await button.click();
  await page.waitForFunction(() => window.heard === 1);
  assert.equal(await button.isVisible(), false);
});
