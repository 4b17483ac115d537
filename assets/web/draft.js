// Forms of the content save by themselves a moment after the last key. Without this they are saved by their button.
"use strict";

const PATIENCE = 1200;

for (const form of document.querySelectorAll("form[data-saves]")) {
  const status = form.querySelector("#saved");
  const revision = form.elements.revision;
  let timer = 0;
  let isSaving = false;
  let isWaiting = false;
  let isStopped = false;
  let pressed = null;

  const mark = (faults) => {
    for (const old of form.querySelectorAll(".error")) old.remove();
    for (const field of form.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
    for (const { field, said } of faults) {
      const input = form.elements[field];
      if (!(input instanceof HTMLElement)) continue;
      const error = document.createElement("p");
      error.id = `${field}-error`;
      error.className = "error";
      error.textContent = said;
      input.before(error);
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", error.id);
    }
  };

  // A row that was written anew stands somewhere from now on.
  const renumber = () => {
    for (const list of form.querySelectorAll(".documents")) {
      let at = 0;
      for (const row of list.children) {
        const typed = [...row.querySelectorAll("textarea, select, input[type=text]")];
        const isEmpty = typed.every((field) => field.value.trim() === "");
        row.querySelector("input[type=hidden]").value = isEmpty ? "" : String(at++);
      }
    }
  };

  const save = async () => {
    if (isSaving) {
      isWaiting = true;
      return;
    }
    isSaving = true;
    isWaiting = false;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { accept: "application/json" },
        body: new URLSearchParams(new FormData(form)),
      });
      const told = await answer.json();
      status.textContent = told.said;
      mark(told.faults ?? []);
      if (answer.ok) {
        revision.value = String(told.revision);
        renumber();
      }
      // Two people on one draft: the form's own button shows both and lets them choose.
      if (answer.status === 409) isStopped = true;
    } catch {
      status.textContent = status.dataset.failed;
      isWaiting = true;
    }
    isSaving = false;
    if (pressed) form.requestSubmit(pressed);
    else if (isWaiting && !isStopped) later(PATIENCE * 4);
  };

  const later = (patience) => {
    clearTimeout(timer);
    timer = setTimeout(save, patience);
  };

  // What is typed in the charter, as it will read.
  const preview = form.dataset.preview && form.querySelector("#preview");
  let drawing = 0;
  const draw = async () => {
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (answer.ok) preview.innerHTML = await answer.text();
    } catch {
      // It is drawn with the next key.
    }
  };

  form.addEventListener("input", () => {
    if (preview) {
      clearTimeout(drawing);
      drawing = setTimeout(draw, PATIENCE / 4);
    }
    if (isStopped) return;
    status.textContent = status.dataset.unsaved;
    later(PATIENCE);
  });
  // A button that is pressed during a save is of the revision that this makes.
  form.addEventListener("submit", (event) => {
    isStopped = true;
    clearTimeout(timer);
    if (!isSaving) return;
    event.preventDefault();
    pressed = event.submitter;
  });
}
