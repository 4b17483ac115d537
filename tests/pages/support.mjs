// A real browser for the walks over the server's pages, and what every page of them must keep.
//
// A walk gets what it needs in the environment: BASE (the server's address) and PICTURES (a folder for what it saw).

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

export { assert };
export const base = process.env.BASE;
const pictures = process.env.PICTURES;
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

// A walk that hangs is a walk that failed.
const minutes = Number(process.env.MINUTES ?? 2);
setTimeout(() => {
  console.error(`the walk took longer than ${minutes} minutes`);
  process.exit(1);
}, minutes * 60_000).unref();

/** What the screens are looked at on. */
export const DESK = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/**
 * Opens a browser with a profile of its own, calls `walk` with a page, and closes it.
 * `scripts: false` is a browser whose JavaScript is off; `lang` is what it asks for, as in "bg-BG"; `flags` are the
 * browser's own. Complaints of the browser that match `expected` are what the walk is about.
 */
export async function browse({ lang = "bg-BG", scripts = true, viewport = DESK, flags = [] }, walk, expected = /$^/) {
  const args = [...FLAGS, ...flags];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
  try {
    const context = await browser.newContext({
      locale: lang,
      javaScriptEnabled: scripts,
      viewport,
      timezoneId: "Europe/Sofia",
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const faults = [];
    // What the policy forbids, what a script throws, what did not load. What the walk asked for is none.
    page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
    page.on("console", (line) => {
      if (line.type() === "error" && !/status of 4\d\d|ERR_INTERNET_DISCONNECTED/.test(line.text()) && !expected.test(line.text())) faults.push(line.text());
    });
    page.scripts = scripts;
    await walk(page);
    assert.deepEqual(faults, [], "the browser complained");
  } finally {
    await browser.close();
  }
}

/** Looks at a page: nothing is cut off sideways, no rule of accessibility is broken (which a browser without scripts can't
 * tell), and a picture is kept. */
export async function look(page, name) {
  const { inner, outer } = await page.evaluate(() => ({
    inner: document.documentElement.scrollWidth,
    outer: document.documentElement.clientWidth,
  }));
  assert.ok(inner <= outer, `${name}: the page is ${inner} px wide in a window of ${outer}`);
  if (page.scripts) await accessible(page, name);
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

/** Does what leads to another page, by a link or a form, and waits until that page is there: an act alone does not. */
export const leave = (page, act) => Promise.all([page.waitForNavigation(), act()]);

/** Fills in the staff's sign-in, in either language, and waits for what it leads to. */
export async function signIn(page, name, password) {
  await page.getByLabel(/^(Потребителско име|User name)$/).fill(name);
  await page.getByLabel(/^(Парола|Password)$/).fill(password);
  await leave(page, () => page.getByRole("button", { name: /^(Влизане|Sign in)$/ }).click());
}

/** Opens a page with previews, which are drawn while it loads, and says how many pictures came. */
export async function previews(page, address) {
  await page.goto(address, { timeout: 60_000 });
  const widths = await page.locator(".previews img").evaluateAll((all) => all.map((one) => one.naturalWidth));
  assert.ok(widths.every((width) => width > 0), `pictures, not ${widths}`);
  return widths.length;
}

/** WCAG 2.2 A and AA, and the good practice of landmarks and headings, as axe knows them. */
async function accessible(page, name) {
  const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(axe);
  const broken = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  });
  assert.deepEqual(broken, [], `${name}: what is not accessible`);
}

/** Presses Tab until what has the focus is called `name`; everything on the way shows that it has it. */
export async function tabTo(page, name) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const { text, ring } = await page.evaluate(() => {
      const here = document.activeElement;
      const style = getComputedStyle(here);
      return {
        text: (here.labels?.[0] ?? here).textContent.trim().replace(/\s+/g, " "),
        ring: here === document.body || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
      };
    });
    assert.ok(ring, `the focus on “${text}” can't be seen`);
    if (text.startsWith(name)) return;
  }
  assert.fail(`the keyboard does not reach “${name}”`);
}
