// Keeps the ticket's page up to date while it is open. Without this the page asks for itself again.
"use strict";
(() => {
  const main = document.querySelector("main");
  const say = document.getElementById("say");
  const footer = document.querySelector("footer");
  const SILENCE = 50000; // The server gives a sign of life every 20 seconds.
  let source, again, watchdog, attempts = 0;

  function show(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const next = template.content.firstElementChild;
    const card = document.getElementById("card");
    if (next.isEqualNode(card)) return;
    card.replaceWith(next);
    document.title = next.dataset.title;
    if (next.dataset.say !== card.dataset.say) say.textContent = next.dataset.say;
    if (next.dataset.stage === "called" && card.dataset.stage !== "called") call();
  }

  // Browsers let a page vibrate only after its visitor has touched it.
  function call() {
    if (navigator.vibrate && (!navigator.userActivation || navigator.userActivation.hasBeenActive)) {
      navigator.vibrate([400, 200, 400, 200, 400]);
    }
  }

  function alive() {
    attempts = 0;
    footer.classList.remove("lost");
    clearTimeout(watchdog);
    watchdog = setTimeout(lost, SILENCE);
  }

  function lost() {
    if (!footer.classList.contains("lost")) say.textContent = document.getElementById("lost").textContent;
    footer.classList.add("lost");
    connect();
  }

  function connect() {
    clearTimeout(again);
    clearTimeout(watchdog);
    if (source) source.close();
    source = new EventSource(main.dataset.events);
    watchdog = setTimeout(lost, SILENCE);
    source.onmessage = (event) => { alive(); show(event.data); };
    source.addEventListener("alive", alive);
    source.addEventListener("last", (event) => {
      show(event.data);
      clearTimeout(watchdog);
      source.close();
      source = null;
      footer.hidden = true;
    });
    // The browser itself comes again after a cut, but not after a refusal.
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      const longest = Math.min(120000, 5000 * 2 ** attempts++);
      clearTimeout(again);
      again = setTimeout(connect, 2000 + Math.random() * longest);
    };
  }

  addEventListener("offline", lost);
  addEventListener("online", () => source && connect());
  addEventListener("pageshow", (event) => event.persisted && source && connect());
  connect();
})();
