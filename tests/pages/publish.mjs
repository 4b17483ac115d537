// An editor changes a fee, adds a notice, looks at a preview and publishes; or takes the last publication back.
//
// ACT ("publish", "publish-again" with the draft as it is, or "take-back"), TEXT of the notice, NAME and PASSWORD to sign in with.

import { assert, base, browse, leave, look, previews, signIn } from "./support.mjs";

const { ACT, TEXT, NAME, PASSWORD } = process.env;
const town = `${base}/admin/content/kyustendil`;

await browse({}, async (page) => {
  const main = page.getByRole("main");
  const press = (name) => leave(page, () => main.getByRole("button", { name, exact: true }).click());
  const status = () => page.getByRole("status").first().textContent();

  await page.goto(town);
  await signIn(page, NAME, PASSWORD);

  if (ACT === "publish") {
    await page.goto(`${town}/services/2000`);
    await page.locator("[name='fee.ordinary.amount']").fill("7,50");
    await press("Запис");
    await page.goto(`${town}/new-notice`);
    await page.getByLabel("Текст на български").fill(TEXT);
    await page.getByLabel("Текст на английски").fill(TEXT);
    await press("Добавяне");
    // As the kiosk will draw it, beside what is shown now.
    assert.equal(await previews(page, `${town}/preview`), 2);
    await look(page, "window-preview");
  }
  await page.goto(`${town}/publish`);
  if (ACT === "take-back") {
    await leave(page, () => main.getByRole("link", { name: "Връщане на предишното", exact: true }).click());
    await look(page, `window-${ACT}`);
    await press("Връщане");
    assert.match(await status(), /Върнато/);
  } else {
    const confirm = main.getByLabel("публикува въпреки тях");
    if (await confirm.count()) await confirm.check();
    await look(page, `window-${ACT}`);
    await press("Публикуване");
    assert.match(await status(), /Публикувано/);
  }
});
