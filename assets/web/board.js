// Keeps the board up to date, and calls: one after the other, each seen and heard before the next. Without this the page asks
// for itself again.
"use strict";
(() => {
  const lost = document.getElementById("lost"), button = document.getElementById("sound");
  const audio = new Audio(), chime = new Audio("/board/chime.wav");
  const SILENCE = 25000; // The kiosk gives a sign of life every 10 seconds.
  const LEAST = 5000; // A call is seen so long, also where nothing is heard.
  const TOO_LONG = 30000; // A sound that hangs holds up no call.
  const HALF_A_DAY = 12 * 60 * 60 * 1000;
  let source, watchdog, again, busy = false, stale = false;
  let faulty = false; // The kiosk answers, but can't read its database.
  let ahead = 0; // The kiosk's clock counts, not this machine's.
  let good = 0; // When the picture was last known to be true, by the kiosk's clock.
  let turn = 0; // Of what is shown in turn.
  let speaking = null; // The id of the call that is seen and heard.
  let announced = 0; // The last that was, or that waits for it.
  const calls = [];

  const board = () => document.getElementById("board");
  const now = () => Date.now() + ahead;
  const wait = (time) => new Promise((done) => setTimeout(done, time));
  const format = (time, options) =>
    new Intl.DateTimeFormat("bg", { ...options, hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: board().dataset.zone }).format(time);

  async function renew() {
    stale = true;
    if (busy) return;
    busy = true;
    while (stale) {
      stale = false;
      try {
        const answer = await fetch("/");
        if (!answer.ok) throw new Error(answer.status);
        place(new DOMParser().parseFromString(await answer.text(), "text/html"));
        faulty = false;
        alive();
      } catch {
        silent();
      }
    }
    busy = false;
  }

  function place(page) {
    const next = page.getElementById("board");
    const program = (of) => of.querySelector("script").getAttribute("src");
    // No longer a board, or one of another version.
    if (!next || program(page) !== program(document)) return location.reload();
    board().replaceWith(next);
    begin();
  }

  function begin() {
    ahead = Date.parse(board().dataset.now) - Date.now();
    good = now();
    for (const call of board().querySelectorAll("[data-to-announce]")) {
      const id = Number(call.dataset.id);
      if (id > announced) {
        announced = id;
        calls.push(id);
      }
    }
    tick();
    rotate();
    if (speaking === null) callAll();
  }

  const call = (id) => board().querySelector(`[data-id="${id}"]`);

  async function callAll() {
    while (calls.length) {
      speaking = calls.shift();
      // Who has come meanwhile, or was called again, is not called twice.
      if (!call(speaking)) continue;
      rotate();
      await Promise.all([play(`/board/calls/${speaking}.wav`), wait(LEAST)]);
      await report(speaking);
    }
    speaking = null;
    rotate();
  }

  // Ends with the sound, however that ends.
  async function play(address) {
    audio.src = address;
    const end = new Promise((done) => (audio.onended = audio.onerror = done));
    await audio.play().then(() => Promise.race([end, wait(TOO_LONG)]), refused);
  }

  function refused(refusal) {
    if (refusal.name === "NotAllowedError") button.hidden = false;
  }

  // When it can't be reported now, another board or the clerk's next step does it.
  async function report(id) {
    const headers = { "content-type": "application/json" };
    const report = fetch("/api/board", { method: "POST", headers, body: JSON.stringify({ announced: id }) });
    await report.then((answer) => answer.text()).catch(() => {});
  }

  // A browser that wants a touch before it plays says so now, and not when the first is called.
  function probe() {
    chime.volume = 0;
    chime.play().then(() => chime.pause(), refused);
  }

  button.addEventListener("click", () => {
    button.hidden = true;
    chime.volume = 1;
    chime.play().catch(refused);
  });

  function rotate() {
    for (const group of board().querySelectorAll(".turns, .large")) {
      const things = [...group.querySelectorAll(group.matches(".large") ? ".call" : ":scope > *")];
      const called = things.find((thing) => thing.dataset.id === String(speaking));
      // Some change only when all others have had their turn.
      const shown = called ?? things[Math.floor(turn / Number(group.dataset.every ?? 1)) % things.length];
      for (const thing of things) thing.hidden = thing !== shown;
    }
    board().querySelector(".large").classList.toggle("speaking", speaking !== null);
  }

  function tick() {
    document.getElementById("clock").textContent = format(now());
    for (const time of board().querySelectorAll("[data-left]")) {
      const minutes = Math.max(0, Math.ceil((Date.parse(time.dateTime) - now()) / 60000));
      time.textContent = `${minutes}\u00a0${time.dataset.unit}`;
    }
  }

  function alive() {
    if (!faulty) {
      good = now();
      lost.hidden = true;
    }
    clearTimeout(watchdog);
    watchdog = setTimeout(dead, SILENCE);
  }

  function silent() {
    const day = now() - good > HALF_A_DAY ? { day: "numeric", month: "long" } : {};
    lost.querySelector("time").textContent = format(good, day);
    lost.hidden = false;
  }

  function dead() {
    silent();
    connect();
  }

  function connect() {
    clearTimeout(again);
    clearTimeout(watchdog);
    if (source) source.close();
    source = new EventSource(board().dataset.events);
    watchdog = setTimeout(dead, SILENCE);
    source.onmessage = renew;
    source.addEventListener("alive", alive);
    source.addEventListener("fault", () => { faulty = true; silent(); });
    // The browser itself comes again after a cut, but not after a refusal: then the page tells what has become of it.
    source.onerror = () => {
      renew();
      if (source.readyState !== EventSource.CLOSED) return;
      clearTimeout(again);
      again = setTimeout(connect, 3000);
    };
  }

  probe();
  begin();
  setInterval(tick, 1000);
  setInterval(() => { turn += 1; rotate(); }, Number(board().dataset.turn));
  connect();
})();
