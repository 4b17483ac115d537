// A ticket's page from before the server has heard of the ticket until the visit is over: with scripts and without.
// TOKEN, DEVICE and LOBBY are an enrolled kiosk's, whose part this walk plays too.

import { createHash, randomInt } from "node:crypto";
import { assert, base, browse, look, PHONE } from "./support.mjs";

const { TOKEN, DEVICE, LOBBY } = process.env;
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const code = () => Array.from({ length: 12 }, () => ALPHABET[randomInt(32)]).join("");

/** Sends records through the kiosks' API. */
async function tell(...records) {
  const body = JSON.stringify({
    records: records.map(({ kind, id, payload }) => {
      const sha256 = createHash("sha256").update(JSON.stringify(payload)).digest("hex");
      return { kind, id, sha256, payload };
    }),
  });
  const headers = { authorization: `Bearer ${TOKEN}`, "parter-protocol": "1", "content-type": "application/json" };
  const answer = await fetch(`${base}/api/v1/batches`, { method: "POST", headers, body });
  const { verdicts } = await answer.json();
  assert.ok(verdicts.every(({ verdict }) => verdict === "accepted"), JSON.stringify(verdicts));
}

const visit = (code, queue, letter, seq) => ({
  kind: "visit",
  id: code,
  payload: {
    letter, seq, code, lobby: LOBBY, day: "2026-11-23", queue, service: null, priority: null,
    issued_at: "2026-11-23T08:25:00Z",
  },
});
const period = (code, ordinal, kind, counter) => ({
  kind: "period",
  id: `${code}.${ordinal}`,
  payload: { visit: code, ordinal, kind, counter, began_at: "2026-11-23T08:29:00Z" },
});

/** Where the fixed parts stand: they must not jump when the rest changes. */
const places = (page) =>
  page.evaluate(() =>
    ["h1", ".queue", "section", "footer"].map((part) => document.querySelector(part).getBoundingClientRect().top),
  );

await browse({ viewport: PHONE }, async (page) => {
  await page.addInitScript(() => {
    window.vibrations = 0;
    navigator.vibrate = () => ++window.vibrations;
  });
  const [before, mine] = [code(), code()];
  const now = (text) => page.getByRole("heading", { name: text }).waitFor();
  const said = () => page.getByRole("status").textContent();

  await page.goto(`${base}/t/${mine}?k=${DEVICE}`);
  await now("Още нямаме данни за този билет");
  await page.evaluate(() => (window.stayed = true));
  await page.locator("section").click();

  await tell(visit(before, "kasa", "К", 1), visit(mine, "kasa", "К", 2));
  await now("Издадени днес преди вашия: 1 билет");
  assert.equal(await said(), "Издадени днес преди вашия: 1\u00a0билет");
  assert.match(await page.title(), /^К\u00a0002 · /);
  const stood = await places(page);

  await tell(period(before, 2, "called", "1"));
  await now("Няма чакащи пред вас");
  assert.deepEqual(await places(page), stood);
  assert.equal(await page.evaluate(() => window.vibrations), 0);

  await tell(period(mine, 2, "called", "2"));
  await now("Ваш ред е: гише 2");
  assert.deepEqual(await places(page), stood);
  assert.equal(await said(), "Ваш ред\u00a0е: гише\u00a02");
  assert.equal(await page.title(), "К\u00a0002 · Ваш ред\u00a0е: гише\u00a02");
  assert.equal(await page.evaluate(() => window.vibrations), 1);
  await look(page, "phone-live-called");

  // What happens while the phone has no connection is there when it has one again.
  await page.context().setOffline(true);
  await page.getByText("Няма връзка: показаното може да е остаряло.").first().waitFor();
  await look(page, "phone-live-offline");
  await tell(period(mine, 3, "serving", "2"));
  await page.context().setOffline(false);
  await now("Обслужваме ви");
  await page.getByText("Страницата се обновява сама.").waitFor();

  await tell(period(mine, 4, "served", "2"));
  await now("Обслужихме ви");
  await page.getByText("Страницата се обновява сама.").waitFor({ state: "hidden" });
  assert.ok(await page.evaluate(() => window.stayed), "the page was loaded anew");
});

// Nobody has touched this page: browsers would not let it vibrate, and it does not ask. The driver's own questions count
// as touches, so the browser's answer is given here.
await browse({ lang: "en-GB", viewport: PHONE }, async (page) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "userActivation", { value: { hasBeenActive: false } });
    window.vibrations = 0;
    navigator.vibrate = () => ++window.vibrations;
  });
  const mine = code();
  await tell(visit(mine, "ustroystvo", "Т", 1));
  await page.goto(`${base}/t/${mine}`);
  await page.getByRole("heading", { name: "Nobody is waiting before you" }).waitFor();
  await tell(period(mine, 2, "called", "2"));
  await page.getByRole("heading", { name: "It is your turn: counter 2" }).waitFor();
  assert.equal(await page.evaluate(() => window.vibrations), 0);
});

await browse({ viewport: PHONE, scripts: false }, async (page) => {
  const mine = code();
  await tell(visit(mine, "sobstvenost", "С", 1));
  await page.goto(`${base}/t/${mine}`);
  await page.getByRole("heading", { name: "Няма чакащи пред вас" }).waitFor();
  await tell(period(mine, 2, "called", "2"), period(mine, 3, "served", "2"));
  await page.getByRole("heading", { name: "Обслужихме ви" }).waitFor({ timeout: 25_000 });
  await look(page, "phone-without-scripts");
});
