// Keeps a counter's page up to date. Without this each form brings the page anew.
"use strict";
(() => {
  const lost = document.getElementById("lost");
  const SILENCE = 25000; // The kiosk gives a sign of life every 10 seconds.
  let source, watchdog, again, busy = false, stale = false;
  let faulty = false; // The kiosk answers, but can't read its database.
  let ahead = 0; // The kiosk's clock counts, not this machine's.

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
      } catch {
        silent();
      }
    }
    busy = false;
  }

  // What the clerk has opened, chosen, reached or still has to read stays.
  function place(page) {
    const now = document.getElementById("panel"), next = page.getElementById("panel");
    if (!next) return location.reload();
    const inNext = (element) => next.querySelector(`#${CSS.escape(element.id)}`);
    for (const opened of now.querySelectorAll("details[open][id]")) {
      const same = inNext(opened);
      if (same) same.open = true;
    }
    for (const chosen of now.querySelectorAll("select[id]")) {
      const same = inNext(chosen);
      if (same && [...same.options].some((option) => option.value === chosen.value)) same.value = chosen.value;
    }
    const alert = now.querySelector(".alert");
    if (alert) next.querySelector(".actions").after(alert);
    const focus = document.activeElement.id;
    now.replaceWith(next);
    if (focus) document.getElementById(focus)?.focus();
    keepTime();
  }

  function keepTime() {
    ahead = Date.parse(document.getElementById("panel").dataset.now) - Date.now();
  }

  function tick() {
    for (const time of document.querySelectorAll("#panel time")) {
      const gone = (Date.now() + ahead - Date.parse(time.dateTime)) / 60000;
      const minutes = Math.max(0, "left" in time.dataset ? Math.ceil(-gone) : Math.floor(gone));
      time.textContent = `${minutes}\u00a0${time.dataset.unit}`;
    }
  }

  function alive() {
    if (!faulty) lost.textContent = "";
    clearTimeout(watchdog);
    watchdog = setTimeout(dead, SILENCE);
  }

  function silent() {
    lost.textContent = lost.dataset.text;
  }

  function dead() {
    silent();
    connect();
  }

  function connect() {
    clearTimeout(again);
    clearTimeout(watchdog);
    if (source) source.close();
    source = new EventSource(document.getElementById("panel").dataset.events);
    watchdog = setTimeout(dead, SILENCE);
    source.onmessage = () => { faulty = false; alive(); renew(); };
    source.addEventListener("fault", () => { faulty = true; silent(); });
    source.addEventListener("alive", alive);
    // The browser itself comes again after a cut, but not after a refusal: then the page tells what has become of it.
    source.onerror = () => {
      renew();
      if (source.readyState !== EventSource.CLOSED) return;
      clearTimeout(again);
      again = setTimeout(connect, 3000);
    };
  }

  keepTime();
  setInterval(tick, 10000);
  connect();
})();
