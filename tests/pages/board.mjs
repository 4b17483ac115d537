// The board's page on a television, as it stands: lying, upright and in 4K, readable from 8 m.
//
// CODE to pair with, NAME of the pictures.

import { assert, base, browse, look } from "./support.mjs";

const { CODE, NAME } = process.env;
const SCREENS = [
  ["lying", { width: 1920, height: 1080 }],
  ["4k", { width: 3840, height: 2160 }],
  ["upright", { width: 1080, height: 1920 }],
];

await browse({ flags: ["--autoplay-policy=no-user-gesture-required"] }, async (page) => {
  await page.goto(base);
  await page.getByLabel("Код за сдвояване").fill(CODE);
  await page.keyboard.press("Enter");
  await page.locator("#board").waitFor();
  for (const [screen, viewport] of SCREENS) {
    await page.setViewportSize(viewport);
    // A busy machine draws the new size, and what its letters need, somewhat later.
    await page.waitForFunction(({ width, height }) => innerWidth === width && innerHeight === height, viewport);
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    await page.evaluate(() => document.fonts.ready);
    const { cut, capitals, names, last } = await page.evaluate(() => {
      const seen = (element) => element.getClientRects().length > 0;
      const all = [...document.querySelectorAll("#board *")].filter(
        (element) => seen(element) && !element.closest("svg, .unseen") && getComputedStyle(element).display !== "inline",
      );
      // Of the last calls those are seen that fit whole.
      const beyond = (element) => {
        const call = element.closest(".last li");
        return call !== null && call.offsetLeft >= call.parentElement.offsetLeft + call.parentElement.clientWidth;
      };
      // Inside the screen and inside what holds it.
      const cut = all.filter((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        if (beyond(element) || element.matches(".last ol")) return false;
        const box = element.parentElement.closest("section, li, main")?.getBoundingClientRect() ?? { left, right, top, bottom };
        const outside = left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1;
        const overflows = left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1;
        return outside || overflows || element.scrollWidth > element.clientWidth + 1;
      });
      // On a 43-inch screen, whose shorter side is 535 mm.
      const millimetres = 535 / Math.min(innerWidth, innerHeight);
      const capitals = all
        .filter((element) => element.matches(".number"))
        .map((element) => parseFloat(getComputedStyle(element).fontSize) * 0.655 * millimetres);
      const names = all
        .filter((element) => element.matches(".waiting .name, .waiting .count, .waiting .next"))
        .map((element) => parseFloat(getComputedStyle(element).fontSize) * 0.655 * millimetres);
      const calls = [...document.querySelectorAll(".last li")];
      const last = { all: calls.length, seen: calls.filter((call) => !beyond(call)).length };
      return { cut: cut.map((element) => element.outerHTML.slice(0, 120)), capitals, names, last };
    });
    assert.ok(capitals.every((height) => height >= 40), `${NAME} ${screen}: capitals of ${capitals} mm`);
    assert.ok(names.every((height) => height >= 11.6), `${NAME} ${screen}: queues in capitals of ${names} mm`);
    assert.ok(last.seen >= Math.min(last.all, 2), `${NAME} ${screen}: ${last.seen} of the last calls`);
    await look(page, `board-${NAME}-${screen}`);
    assert.deepEqual(cut, [], `${NAME} ${screen}: what is cut off`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), `${NAME} ${screen}: no scrolling`);
  }
});
