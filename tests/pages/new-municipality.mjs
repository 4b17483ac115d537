// A municipality from nothing, as README tells it: charter, place and hours, units, services, queues and the rest, by the pages
// alone; a look at it as the kiosk will draw it, publication; then the kiosk. Says what is to stand in that kiosk's configuration.
//
// EDITOR and ADMINISTRATOR sign in with PASSWORD.

import { assert, base, browse, DESK, leave, look, previews, signIn } from "./support.mjs";

const { EDITOR, ADMINISTRATOR, PASSWORD } = process.env;
const town = `${base}/admin/content/novi-dol`;

const CHARTER = `## Харта на клиента {#harta}

Общината обслужва гражданите вежливо, бързо и еднакво за всички. Тази харта казва какво можете да очаквате от нас и как да ни
кажете, когато не сме се справили.

### Какво обещаваме {#obeshtaniya}

- да Ви поканим на гише до 15 минути, след като вземете билет;
- да приемем документите Ви на едно място, без да Ви пращаме по стаите;
- да отговорим на жалба в срок от един месец.

### Как да подадете жалба {#zhalbi}

Жалба се подава на гише „Деловодство“, по пощата или на електронната поща на общината. На анонимни сигнали не се отговаря.
`;

const UNITS = [
  ["Деловодство", "Registry", "Стая 101"],
  ["Местни данъци и такси", "Local taxes and fees", "Стая 103"],
];

const IDENTITY = ["Документ за самоличност", "Identity document"];

/** Each with its unit, document, deadline in days and fee in euro. */
const SERVICES = [
  ["Удостоверение за настоящ адрес", "Certificate of present address", "Деловодство", IDENTITY, 1, "2.50"],
  ["Удостоверение за наследници", "Certificate of heirs", "Деловодство", ["Акт за смърт", "Death record"], 3, "5,00"],
  ["Препис от акт за раждане", "Copy of a birth record", "Деловодство", IDENTITY, 1, "2,50"],
  ["Удостоверение за данъчна оценка", "Certificate of tax assessment", "Местни данъци и такси", ["Документ за собственост", "Proof of ownership"], 5, "8,00"],
  ["Декларация за недвижим имот", "Declaration of real estate", "Местни данъци и такси", ["Нотариален акт", "Title deed"], 7, "0"],
];

await browse({ viewport: DESK }, async (page) => {
  const seen = (name) => look(page, `new-municipality-${name}`);
  const { main, press, follow } = hands(page);
  const field = (name) => page.locator(`[name='${name}']`);
  const write = async (name, bg, en) => {
    await field(`${name}.bg`).fill(bg);
    await field(`${name}.en`).fill(en);
  };
  const saved = async () => assert.match(await page.getByRole("status").first().textContent(), /Черновата е записана/);
  /** One more of a part, from the draft's first page. */
  const add = async (part, fill) => {
    await page.goto(town);
    await follow(part);
    await follow("Добавяне");
    await fill();
    await press("Добавяне");
    await saved();
  };
  const save = async () => {
    await press("Запис");
    await saved();
  };

  await page.goto(`${base}/admin/content`);
  await signIn(page, EDITOR, PASSWORD);
  await follow("Нова община");
  await write("name", "Община Нови дол", "Municipality of Novi Dol");
  await field("id").fill("novi-dol");
  await field("nsi_code").fill("XXX99");
  await field("ekatte").fill("00000");
  await press("Започване");
  await seen("1-begun");

  await follow("Харта на клиента");
  await field("text").fill(CHARTER);
  await page.locator("#preview h3", { hasText: "Как да подадете жалба" }).waitFor();
  await seen("2-charter");
  await save();
  await page.goto(town);
  await follow("Данни за хартата");
  await field("order_number").fill("РД-01-12");
  await field("date").fill("2026-03-02");
  await field("approved_by").fill("Мария Николова");
  await field("approved_as").fill("Кмет на Община Нови дол");
  await field("source").fill("Заповед РД-01-12 от 02.03.2026 г.");
  await save();

  await add("Места", async () => {
    await write("name", "Общината", "Town hall");
    await write("address", "пл. „Липите“ 1", "1 Lipite Square");
  });
  await page.goto(town);
  await follow("Общината");
  for (const day of ["mon", "tue", "wed", "thu", "fri"]) {
    await field(`${day}.0.from`).fill("8:30");
    await field(`${day}.0.to`).fill("17:00");
  }
  await save();
  await seen("3-hours");

  for (const [bg, en, room] of UNITS) {
    await add("Звена", async () => {
      await write("name", bg, en);
      await field("place").selectOption({ label: "Общината" });
      await write("room", room, room.replace("Стая", "Room"));
    });
  }

  for (const [bg, en, unit, document, days, fee] of SERVICES) {
    await page.goto(town);
    await follow("Нова услуга");
    await write("name", bg, en);
    await field("unit").selectOption({ label: unit });
    await field("source.text").fill("Решение на общинския съвет от 2026 г.");
    await field("source.confirmed").check();
    if (bg === SERVICES[0][0]) await seen("4-service");
    await press("Добавяне");
    await saved();
    await page.goto(town);
    await follow(bg);
    await write("evidence.0.name", ...document);
    await field("tier.ordinary.text.bg").fill(days === 1 ? "1 работен ден" : `${days} дни`);
    await field("tier.ordinary.text.en").fill(days === 1 ? "1 working day" : `${days} days`);
    await field("tier.ordinary.count").fill(String(days));
    await field("tier.ordinary.unit").selectOption(days === 1 ? "working_days" : "days");
    await field("fee.ordinary.amount").fill(fee);
    await field("fee.ordinary.currency").selectOption("EUR");
    await field("fee.ordinary.source").fill("Наредба за таксите, чл. 12");
    await field("fee.ordinary.confirmed").check();
    await save();
    if (bg === SERVICES[0][0]) await seen("5-documents-deadlines-fees");
  }

  for (const [letter, [bg, en]] of [["А", UNITS[0]], ["Е", UNITS[1]]]) {
    await add("Опашки", async () => {
      await field("letter").selectOption(letter);
      await write("name", bg, en);
      await page.getByRole("group", { name: "Звена: всичките им услуги" }).getByLabel(bg).check();
    });
  }
  await seen("6-queues");

  await add("Обещания", async () => {
    await write("text", "На гише до 15 минути", "At a counter within 15 minutes");
    await field("metric").selectOption("queue_wait");
    await field("threshold").fill("15");
    await field("unit").selectOption("minutes");
    await field("section").selectOption({ label: "Какво обещаваме" });
    await field("quote").fill("да Ви поканим на гише до 15 минути");
  });
  await add("Контакти", async () => {
    await field("kind").selectOption("phone");
    await write("label", "Център за административно обслужване", "Service centre");
    await field("value").fill("(0700) 10 000");
    await field("dial").fill("+35970010000");
  });
  await add("Начини за оплакване", async () => {
    await field("kind").selectOption("in_person");
    await write("text", "На гише „Деловодство“", "At the registry");
  });
  for (const [bg, en, tone] of [["Любезно отношение", "Polite staff", "praise"], ["Дълго чакане", "A long wait", "blame"]]) {
    await add("Причини за оценката", async () => {
      await write("text", bg, en);
      await field("tone").selectOption(tone);
    });
  }

  await page.goto(town);
  assert.match(await main.textContent(), /Проверката не намери нищо нередно/);
  await seen("7-draft");
  assert.equal(await previews(page, `${town}/preview`), 1);
  await seen("8-preview");
  await page.goto(town);
  await follow("Публикуване");
  const confirm = main.getByLabel("публикува въпреки тях");
  if (await confirm.count()) await confirm.check();
  await seen("9-publication");
  await press("Публикуване");
  assert.match(await page.getByRole("status").first().textContent(), /Публикувано/);
});

await browse({ viewport: DESK }, async (page) => {
  const { press } = hands(page);
  await page.goto(`${base}/admin/new-kiosk`);
  await signIn(page, ADMINISTRATOR, PASSWORD);
  await page.getByLabel("Община").selectOption({ label: "Община Нови дол" });
  await page.getByLabel("Име на киоска").fill("Фоайето");
  await press("Добавяне");
  await look(page, "new-municipality-10-kiosk");
  console.log(await page.locator("pre").first().textContent());
});

function hands(page) {
  const main = page.getByRole("main");
  const press = (name) => leave(page, () => main.getByRole("button", { name, exact: true }).click());
  const follow = (name) => leave(page, () => main.getByRole("link", { name, exact: true }).first().click());
  return { main, press, follow };
}
