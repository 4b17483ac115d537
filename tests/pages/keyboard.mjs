// The administrator's way by the keyboard alone: every press of Tab shows where it is. NAME and PASSWORD to sign in with.

import { assert, base, browse, leave, tabTo } from "./support.mjs";

const { NAME, PASSWORD } = process.env;

await browse({}, async (page) => {
  const enter = () => leave(page, () => page.keyboard.press("Enter"));
  const title = () => page.getByRole("heading", { level: 1 }).textContent();

  await page.goto(`${base}/admin/kiosks`);
  await tabTo(page, "Потребителско име");
  await page.keyboard.type(NAME);
  await tabTo(page, "Парола");
  await page.keyboard.type(PASSWORD);
  await enter();
  assert.equal(await title(), "Киоски");

  // Past the menu with the first link.
  await tabTo(page, "Към съдържанието");
  assert.ok(await page.locator(".skip").isVisible());
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await tabTo(page, "Нов киоск");
  await enter();
  await tabTo(page, "Община");
  for (let down = 0; down < 3; down += 1) await page.keyboard.press("ArrowDown");
  await tabTo(page, "Име на киоска");
  await page.keyboard.type("Партер");
  await tabTo(page, "Добавяне");
  await enter();
  assert.equal(await title(), "Код за свързване");
  await tabTo(page, "Към киоска");
  await enter();
  assert.equal(await title(), "Партер");
  assert.match(await page.getByRole("main").textContent(), /Община Пловдив/);
  await tabTo(page, "Отнемане на достъпа…");
  await enter();
  await tabTo(page, "Отнемане на достъпа");
  await enter();
  assert.match(await page.getByRole("status").textContent(), /отнет/);
  await tabTo(page, "Изход");
  await enter();
  assert.equal(await title(), "Влизане за служители");
});
