// A ticket's page in every state: on narrow and usual phones, light and dark, in both languages, with larger text.
// STATES has the address of each state's page, by the state's name.

import { assert, base, browse, look } from "./support.mjs";

const states = Object.entries(JSON.parse(process.env.STATES));
const NARROW = { width: 320, height: 640 };
const USUAL = { width: 390, height: 844 };

for (const { name, lang, viewport, colorScheme } of [
  { name: "bg-light", lang: "bg-BG", viewport: USUAL, colorScheme: "light" },
  { name: "bg-dark", lang: "bg-BG", viewport: NARROW, colorScheme: "dark" },
  { name: "en-light", lang: "en-GB", viewport: NARROW, colorScheme: "light" },
]) {
  await browse({ lang, viewport }, async (page) => {
    await page.emulateMedia({ colorScheme });
    for (const [state, path] of states) {
      await page.goto(base + path);
      await look(page, `phone-${state}-${name}`);
    }
    assert.deepEqual(await page.context().cookies(), []);
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  });
}

// Twice as large text, as the phone's owner may have set it.
await browse({ viewport: NARROW }, async (page) => {
  for (const state of ["waiting", "called-named", "stale"]) {
    await page.goto(base + Object.fromEntries(states)[state]);
    await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    await look(page, `phone-${state}-large`);
  }
});
