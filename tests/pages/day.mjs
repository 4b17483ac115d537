// A clerk's browser for a whole day: each line of the input is a command as the page's own API takes it, which is done by
// pressing the page's buttons; each line of the output is what the page shows then, or "lost" when the hub did not answer.
//
// CODE to pair with.

import { createInterface } from "node:readline";
import { base, browse, leave } from "./support.mjs";

const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

/** What a clerk reads on the page. */
async function seen(page) {
  return page.evaluate(() => {
    const code = (form) => form.querySelector("input[name=code]").value;
    const button = (name) => document.querySelector(`.now button[value=${name}]`);
    const main = button("finish") ?? button("start");
    const has = (name) => document.querySelector(`button[value=${name}]`) !== null;
    return {
      state: has("open") ? (document.querySelector("h1").textContent.includes("почивка") ? "paused" : "closed") : "open",
      visitor: main && { code: code(main.form), kind: main.value === "finish" ? "serving" : "called" },
      held: [...document.querySelectorAll("button[value=resume]")].map(({ form }) => ({ code: code(form) })),
    };
  });
}

async function obey(page, { do: what, code, queue, service }) {
  if (what === "look") {
    await page.goto(base);
    return;
  }
  const form = code ? `form:has(input[name=code][value="${code}"])` : "form";
  if (what === "transfer") {
    await page.locator("#send summary").click();
    await page.locator("#to-queue").selectOption(queue);
  }
  if (what === "next_service") {
    await page.locator("#another summary").click();
    await page.locator("#service").selectOption(service);
  }
  const button = page.locator(`${form} button[value=${what}]`).first();
  // Nobody waits, or others are quicker: there is nothing to press.
  if (what === "call_next" && (await button.isDisabled())) return;
  await leave(page, () => button.click()).catch((fault) => {
    const others = what === "call_next" && fault.name === "TimeoutError";
    if (!others) throw fault;
  });
}

await browse(
  { lang: "bg-BG" },
  async (page) => {
    await page.goto(base);
    await page.getByLabel("Код за сдвояване").fill(process.env.CODE);
    await page.keyboard.press("Enter");
    await page.locator("#panel").waitFor();
    say("ready");
    for await (const line of createInterface({ input: process.stdin })) {
      try {
        await obey(page, JSON.parse(line));
        // The page of a hub that is gone is the browser's own.
        say((await page.locator("#panel").count()) ? await seen(page) : "lost");
      } catch (fault) {
        if (!/ERR_|interrupted by another navigation/.test(fault.message)) throw fault;
        say("lost");
      }
    }
  },
  /ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY|network error|Failed to fetch/,
);
