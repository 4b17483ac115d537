// The board follows what happens, calls one after the other, and keeps its picture when the kiosk is gone.
//
// CODE to pair with. Two are called before the page is open, a third while it speaks; when all were, the kiosk ends.

import { assert, base, browse, look } from "./support.mjs";

const options = { viewport: { width: 1920, height: 1080 }, flags: ["--autoplay-policy=no-user-gesture-required"] };

await browse(options, async (page) => {
  // What is heard, as the browser's own player tells it.
  await page.addInitScript(() => {
    window.heard = [];
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
      const call = /calls\/(\d+)\.wav/.exec(this.src)?.[1];
      if (call) {
        const shown = [...document.querySelectorAll(".large .call")].filter((it) => !it.hidden).map((it) => it.dataset.id);
        window.heard.push(`begin ${call}, shown ${shown}`);
        this.addEventListener("ended", () => window.heard.push(`end ${call} ${this.duration > 2.5}`), { once: true });
      }
      return play.call(this);
    };
  });
  await page.goto(base);
  await page.getByLabel("Код за сдвояване").fill(process.env.CODE);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => window.heard.length === 6, null, { timeout: 45_000 });
  assert.deepEqual(
    await page.evaluate(() => window.heard),
    [1, 2, 3].flatMap((id) => [`begin ${id}, shown ${id}`, `end ${id} true`]),
    "each is heard to its end before the next begins",
  );
  assert.equal(await page.locator("#sound").isVisible(), false);
  const lost = page.locator("#lost");
  await lost.waitFor({ timeout: 60_000 });
  assert.match(await lost.textContent(), /Няма връзка от \d\d:\d\d/);
  assert.match(await page.locator(".last").textContent(), /Р\u00a0001/, "the last good picture stays");
  for (const [screen, viewport] of [["upright", { width: 1080, height: 1920 }], ["lying", options.viewport]]) {
    await page.setViewportSize(viewport);
    await look(page, `board-lost-${screen}`);
  }
}, /ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY/);
