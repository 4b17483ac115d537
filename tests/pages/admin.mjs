// An administrator's way through all pages, in one language, on one screen, with or without scripts.
//
// LOCALE, SCRIPTS ("on" or "off"), SCREEN ("desk" or "phone"); NAME and PASSWORD to sign in with.

import { assert, base, browse, DESK, leave, look, PHONE, signIn } from "./support.mjs";

const { LOCALE, SCRIPTS, SCREEN, NAME, PASSWORD } = process.env;
const bg = LOCALE.startsWith("bg");
const say = (one, other) => (bg ? one : other);
const options = { lang: LOCALE, scripts: SCRIPTS === "on", viewport: SCREEN === "desk" ? DESK : PHONE };

await browse(options, async (page) => {
  const seen = (name) => look(page, `admin-${say("bg", "en")}-${SCREEN}-${name}`);
  const press = (name) => leave(page, () => page.getByRole("button", { name, exact: true }).click());
  const follow = (name, within = page) => leave(page, () => within.getByRole("link", { name, exact: true }).click());
  const title = async (text) => {
    assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), text);
    assert.equal(await page.title(), `${text} – Parter`);
    assert.equal(await page.locator("html").getAttribute("lang"), say("bg", "en"));
  };
  const menu = (name) => follow(name, page.getByRole("navigation").first());
  const main = page.getByRole("main");

  // What is asked for first is where one comes out after signing in.
  await page.goto(`${base}/admin/kiosks`);
  await title(say("Влизане за служители", "Sign-in for staff"));
  await seen("sign-in");
  await signIn(page, NAME, "not the right one");
  assert.match(await page.getByRole("alert").textContent(), say(/не са верни/, /is wrong/));
  await seen("sign-in-wrong");
  assert.equal(await page.getByLabel(say("Потребителско име", "User name")).inputValue(), NAME);
  await signIn(page, NAME, PASSWORD);

  await title(say("Киоски", "Kiosks"));
  await seen("kiosks");
  const rows = page.getByRole("row");
  assert.match(await rows.nth(1).textContent(), say(/Мълчи/, /Silent, last heard/), "the silent one is first");
  await menu(say("Преглед", "Overview"));
  await title(say("Преглед", "Overview"));
  await seen("home");

  // A kiosk with everything that can be wrong.
  await follow("Главен вход");
  await title("Главен вход");
  await seen("kiosk");
  await follow(say("Преглед на записите", "Look at the records"));
  await title(say("Отхвърлени записи", "Rejected records"));
  assert.match(await main.textContent(), /<script>alert\(1\)<\/script>/, "what was sent is shown, not run");
  await seen("refused");

  // The log is asked for once.
  await page.goBack();
  await press(say("Поискай журнала", "Ask for the log"));
  assert.match(await page.getByRole("status").textContent(), say(/Журналът е поискан/, /The log is asked for/));
  assert.equal(await page.getByRole("button", { name: say("Поискай журнала", "Ask for the log") }).count(), 0);

  // The kiosks' system: who is offered what, and how far each is.
  await menu(say("Киоски", "Kiosks"));
  await follow(say("Система на киоските", "The kiosks' system"));
  await title(say("Система на киоските", "The kiosks' system"));
  const share = page.getByLabel(say("Дял от киоските, в проценти", "Share of the kiosks, in per cent"));
  await share.fill("101");
  await press(say("Предлагане", "Offer it"));
  assert.equal(await share.getAttribute("aria-invalid"), "true");
  await seen("images-wrong");
  await share.fill("25");
  await press(say("Предлагане", "Offer it"));
  await press(say("Сега: Главен вход", "Now: Главен вход"));
  assert.match(await page.getByRole("status").textContent(), say(/Наредено/, /Ordered/));
  if (SCREEN === "phone") await page.setViewportSize({ width: 320, height: 640 });
  await seen("images");
  await page.setViewportSize(options.viewport);
  await press(say("Спиране за: Всички общини", "Stop for: All municipalities"));
  assert.match(await main.textContent(), say(/Спряно/, /Stopped/));

  // A new kiosk: faults beside the field, then a code that is seen once.
  await menu(say("Киоски", "Kiosks"));
  await follow(say("Нов киоск", "New kiosk"));
  await title(say("Нов киоск", "New kiosk"));
  await seen("new-kiosk");
  const municipality = page.getByLabel(say("Община", "Municipality"));
  await municipality.selectOption(say("Община Самоков", "Municipality of Samokov"));
  const name = page.getByLabel(say("Име на киоска", "The kiosk's name"));
  await name.fill("  ");
  await press(say("Добавяне", "Add"));
  assert.equal(await name.getAttribute("aria-invalid"), "true");
  assert.equal(await municipality.inputValue(), "samokov", "what was chosen stays chosen");
  await seen("new-kiosk-wrong");
  await name.fill("Фоайе, до касата");
  await press(say("Добавяне", "Add"));
  await title(say("Код за свързване", "Enrolment code"));
  await seen("code");
  const code = (await page.locator(".groups").textContent()).trim().replaceAll(/\s+/g, "-");
  assert.match(code, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  await follow(say("Към киоска", "To the kiosk"));
  await title("Фоайе, до касата");
  assert.ok(!(await page.content()).includes(code.slice(0, 9)), "the code is shown once");
  await seen("kiosk-waiting");
  await name.fill("  ");
  await press(say("Промяна на името", "Change the name"));
  assert.equal(await name.getAttribute("aria-invalid"), "true");
  await title("Фоайе, до касата");
  await seen("kiosk-name-wrong");
  await name.fill("Фоайе, вляво от входа");
  await press(say("Промяна на името", "Change the name"));
  await title("Фоайе, вляво от входа");
  assert.match(await page.getByRole("status").textContent(), say(/Името на киоска е променено/, /The kiosk is renamed/));
  await press(say("Нов код за свързване", "New enrolment code"));
  const second = (await page.locator(".groups").textContent()).trim().replaceAll(/\s+/g, "-");
  assert.notEqual(second, code);
  await follow(say("Към киоска", "To the kiosk"));

  // Revoked with one click, and one to confirm.
  await follow(say("Отнемане на достъпа…", "Revoke…"));
  await title(say("Отнемане на достъпа?", "Revoke this kiosk?"));
  await seen("revoke");
  await press(say("Отнемане на достъпа", "Revoke"));
  assert.match(await page.getByRole("status").textContent(), say(/е отнет/, /is revoked/));
  await seen("kiosk-revoked");

  // Users.
  await menu(say("Потребители", "Users"));
  await title(say("Потребители", "Users"));
  await seen("users");
  await follow(NAME, main);
  assert.match(await main.textContent(), say(/последният администратор/, /the last administrator/));
  await seen("user-last");
  await menu(say("Потребители", "Users"));
  await follow(say("Нов потребител", "New user"));
  await page.getByLabel(say("Потребителско име", "User name")).fill("p.petrov");
  await page.getByLabel(say("Роля", "Role")).selectOption(say("анализатор", "analyst"));
  const password = page.getByLabel(say("Нова парола", "New password"));
  const again = page.getByLabel(say("Същата парола още веднъж", "The same password once more"));
  await password.fill("a sentence of its own");
  await again.fill("another sentence");
  await press(say("Добавяне", "Add"));
  assert.equal(await again.getAttribute("aria-invalid"), "true");
  await seen("new-user-wrong");
  await password.fill("a sentence of its own");
  await again.fill("a sentence of its own");
  await press(say("Добавяне", "Add"));
  await title("p.petrov");
  await seen("user");
  await press(say("Спиране на достъпа", "Disable"));
  assert.match(await page.getByRole("status").textContent(), say(/е спрян/, /is disabled/));

  await menu(say("Дневник", "Log"));
  await title(say("Дневник", "Log"));
  await seen("log");
  assert.match(await rows.nth(1).textContent(), say(/спря достъпа на потребител.*p\.petrov/, /disabled a user.*p\.petrov/));

  // One's own password, the other language, and out.
  await leave(page, () => page.getByRole("banner").getByRole("link", { name: NAME }).click());
  await title(say("Вашата парола", "Your password"));
  await seen("password");
  await page.getByLabel(say("Сегашна парола", "Present password")).fill(PASSWORD);
  await password.fill("quite another sentence");
  await again.fill("quite another sentence");
  await press(say("Смяна на паролата", "Change the password"));
  assert.match(await page.getByRole("status").textContent(), say(/сменена/, /changed/));
  await follow(say("In English", "На български"));
  assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), say("Your password", "Вашата парола"));
  await follow(say("На български", "In English"));
  await page.goto(`${base}/admin/nothing`);
  await title(say("Няма такава страница", "There is no such page"));
  await seen("not-found");
  await page.goto(`${base}/admin`);
  await press(say("Изход", "Sign out"));
  await title(say("Влизане за служители", "Sign-in for staff"));
  await page.goto(`${base}/admin/users`);
  await title(say("Влизане за служители", "Sign-in for staff"));
});
