// An editor's way through a draft: a notice, a fee, documents in another order, a week, a closure, its history; a table of
// services; the charter as it reads, a queue; publication, and back in two clicks.
//
// LOCALE, SCRIPTS ("on" or "off"), SCREEN ("desk" or "phone"); NAME and PASSWORD to sign in with.

import { assert, base, browse, DESK, leave, look, PHONE, signIn } from "./support.mjs";

const { LOCALE, SCRIPTS, SCREEN, NAME, PASSWORD } = process.env;
const bg = LOCALE.startsWith("bg");
const say = (one, other) => (bg ? one : other);
const options = { lang: LOCALE, scripts: SCRIPTS === "on", viewport: SCREEN === "desk" ? DESK : PHONE };
const TABLE = `Идентификатор;Такса – обикновена;Етаж
2000;13,00 лв.;2
2076;безплатно май;2
;4,09 €;
`;
const service = `${base}/admin/content/kyustendil/services/2000`;

await browse(options, async (page) => {
  const seen = (name) => look(page, `content-${say("bg", "en")}-${SCREEN}-${name}`);
  const main = page.getByRole("main");
  const press = (name) => leave(page, () => main.getByRole("button", { name, exact: true }).click());
  const follow = (name) => leave(page, () => main.getByRole("link", { name, exact: true }).click());
  const back = () =>
    leave(page, () => main.getByRole("button", { name: say("Връщане към тази версия", "Back to this version") }).last().click());
  const status = () => page.getByRole("status").first().textContent();
  const save = say("Запис", "Save");

  await page.goto(`${base}/admin/content`);
  await signIn(page, NAME, PASSWORD);
  await seen("municipalities");
  await follow(say("Община Кюстендил", "Municipality of Kyustendil"));
  await seen("overview");

  // A notice: what is wrong stands beside its field, what was typed stays.
  await follow(say("Ново съобщение", "New notice"));
  await page.getByLabel(say("Текст на английски", "Text in English")).fill("The lift is out of order.");
  await press(say("Добавяне", "Add"));
  const words = page.getByLabel(say("Текст на български", "Text in Bulgarian"));
  assert.equal(await words.getAttribute("aria-invalid"), "true");
  assert.equal(await page.getByLabel(say("Текст на английски", "Text in English")).inputValue(), "The lift is out of order.");
  await seen("notice-wrong");
  await words.fill("Асансьорът не работи до 30 ноември. Който не може по стълбите, да позвъни на служителя до входа.");
  await page.getByLabel(say("Последен ден", "Last day")).fill("2026-11-30");
  await press(say("Добавяне", "Add"));
  assert.match(await status(), say(/Черновата е записана/, /The draft is saved/));
  assert.match(await main.textContent(), say(/добавено: съобщение/, /notice added/));

  // A service: a document more, moved up by its button; a fee.
  await page.goto(service);
  await seen("service");
  await page.locator("[name='evidence.1.name.bg']").fill("Пълномощно");
  await page.locator("[name='fee.ordinary.amount']").fill("10,00");
  await press(save);
  assert.equal(await page.locator("[name='fee.ordinary.amount']").inputValue(), "10.00");
  await press(say("Нагоре документ 2", "Up document 2"));
  assert.equal(await page.locator("[name='evidence.0.name.bg']").inputValue(), "Пълномощно");
  await page.locator("[name='fee.fast.amount']").fill("двайсет");
  await press(save);
  assert.equal(await page.locator("[name='fee.fast.amount']").getAttribute("aria-invalid"), "true");
  await seen("service-wrong");

  // By itself, a moment after the last key; the button is not needed.
  if (options.scripts) {
    await page.goto(service);
    await page.locator("[name='description.bg']").fill("За ползване в чужбина.");
    await page.waitForFunction(() => /записана, |is saved, /.test(document.querySelector("#saved").textContent));
    await page.locator("[name='fee.fast.amount']").fill("x");
    await page.locator("[id='fee.fast.amount-error']").waitFor();
    await page.locator("[name='fee.fast.amount']").fill("");
    await page.waitForFunction(() => document.querySelector("[aria-invalid]") === null);
    // A row that is new is one row, however often it is saved.
    const ended = () => page.waitForFunction(() => /записана, |is saved, /.test(document.querySelector("#saved").textContent));
    await page.locator("[name='channel.0.kind']").selectOption("egov");
    await ended();
    await page.locator("[name='channel.0.url']").fill("https://egov.bg");
    await ended();
    await page.reload();
    assert.equal(await page.locator("[name='description.bg']").inputValue(), "За ползване в чужбина.");
    assert.equal(await page.locator("[name='channel.0.url']").inputValue(), "https://egov.bg");
    assert.equal(await page.locator("[name='channel.1.kind']").inputValue(), "");
  }

  // Somebody else saves meanwhile: both changes are seen, and one chooses.
  await page.goto(service);
  const other = await page.context().newPage();
  await other.goto(service);
  await other.locator("[name='fee.ordinary.amount']").fill("12");
  await other.getByRole("button", { name: save, exact: true }).click();
  await other.getByRole("status").first().waitFor();
  await other.close();
  await page.locator("[name='fee.ordinary.amount']").fill("11");
  await press(save);
  assert.match(await main.textContent(), /10\.00 → 12\.00 BGN[^]*12\.00 → 11\.00 BGN/);
  await seen("conflict");
  await press(say("Запис на моите промени", "Save mine"));
  assert.equal(await page.locator("[name='fee.ordinary.amount']").inputValue(), "11.00");

  // The week and a closure.
  await page.goto(`${base}/admin/content/kyustendil/places/obshtina`);
  await page.locator("[name='fri.0.to']").fill("16:00");
  await press(save);
  assert.equal(await page.locator("[name='fri.0.to']").inputValue(), "16:00");
  await seen("week");
  await page.goto(`${base}/admin/content/kyustendil/new-closure`);
  await page.getByLabel(say("Първи ден", "First day")).fill("2026-12-24");
  await page.getByLabel(say("Последен ден", "Last day")).fill("2026-12-23");
  await page.getByLabel(say("на български", "in Bulgarian")).fill("Коледни празници");
  await press(say("Добавяне", "Add"));
  await seen("closure-wrong");
  await page.getByLabel(say("Последен ден", "Last day")).fill("2026-12-26");
  await press(say("Добавяне", "Add"));
  assert.match(await main.textContent(), /Коледни празници/);
  await seen("overview-changed");

  await follow(say("История на черновата", "The draft's history"));
  await seen("history");
  await back();
  assert.match(await main.textContent(), say(/каквото показват киоските/, /what the kiosks show/));

  // A table of services: what it changes and what was not understood of it is seen before it is saved.
  const town = `${base}/admin/content/kyustendil`;
  await page.goto(town);
  await follow(say("Внасяне от файл", "Import from a file"));
  await seen("import");
  const chosen = page.waitForEvent("filechooser");
  await page.getByLabel(say("Файл CSV", "A CSV file")).click();
  await (await chosen).setFiles({ name: "услуги 2027.csv", mimeType: "text/csv", buffer: Buffer.from(TABLE) });
  await press(say("Прочитане на таблицата", "Read the table"));
  const report = await main.textContent();
  assert.match(report, say(/ред 1: колоната «Етаж» не е позната/, /line 1: the column «Етаж» is unknown/));
  assert.match(report, say(/ред 3, «Такса – обикновена»: «безплатно май»/, /line 3, «Такса – обикновена»: «безплатно май»/));
  assert.match(report, /→ 13\.00 BGN/);
  await seen("import-report");
  await press(say("Запис в черновата", "Save to the draft"));
  assert.match(await status(), say(/Внесено в черновата/, /Imported into the draft/));
  assert.match(await main.textContent(), /→ 13\.00 BGN/);
  await page.goto(`${town}/history`);
  await back();

  // The charter, beside what becomes of it.
  await page.goto(`${town}/charter`);
  const charter = page.getByLabel(say("Текст в Markdown", "Text in Markdown"));
  await charter.fill(`${await charter.inputValue()}\n### Нов раздел {#nov}\n\n- с един ред.\n`);
  if (options.scripts) await page.locator("#preview h3", { hasText: "Нов раздел" }).waitFor();
  await press(save);
  await page.locator("#preview h3", { hasText: "Нов раздел" }).waitFor();
  await seen("charter");

  // A part of plain fields: what is wrong stands beside its field.
  await page.goto(`${town}/parts/queues`);
  await seen("queues");
  await leave(page, () => main.getByRole("row").nth(2).getByRole("link").click());
  await page.locator("[name='last_ticket_minutes']").fill("скоро");
  await press(save);
  assert.equal(await page.locator("[name='last_ticket_minutes']").getAttribute("aria-invalid"), "true");
  await seen("queue-wrong");
  await page.locator("[name='last_ticket_minutes']").fill("20");
  await press(save);
  assert.match(await status(), say(/Черновата е записана/, /The draft is saved/));
  await page.goto(`${town}/new-part/promises`);
  await seen("promise");

  // Published, and taken back in two clicks.
  await page.goto(`${town}/publish`);
  await main.getByText(say("Подписано на друга машина", "Signed on another machine")).click();
  await seen("publish");
  await main.getByLabel(say("публикува въпреки тях", "publish all the same")).check();
  await press(say("Публикуване", "Publish"));
  assert.match(await status(), say(/Публикувано/, /Published/));
  await seen("published");
  await follow(say("Връщане на предишното", "Take back"));
  await seen("take-back");
  await press(say("Връщане", "Take back"));
  assert.match(await status(), say(/Върнато/, /Taken back/));
  assert.match(await main.textContent(), /Нов раздел|nov|Харта, ред|charter, line/);

  await page.goto(`${base}/admin/new-municipality`);
  await seen("new-municipality");
});
