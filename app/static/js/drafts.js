// Keeps a form as it is typed: some two seconds after the last key its fields are sent to the address in
// data-draft. Without this script the form is sent by its button, as ever.
"use strict";
(() => {
  const PAUSE = 2000;
  // Between two attempts while nobody is signed in or the portal is away.
  const PATIENCE = 15000;

  function attach(form) {
    const status = form.querySelector("[role=status]");
    let waiting = 0;
    let changed = 0;
    let sent = 0;
    let busy = false;

    function later(pause) {
      clearTimeout(waiting);
      waiting = setTimeout(keep, pause);
    }

    // After signing in again the page needs the token of the new session.
    async function fresh() {
      const answer = await fetch(form.action, { headers: { Accept: "text/html" } });
      if (answer.redirected || !answer.ok) return false;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector(`#${form.id} [name=csrf_token]`);
      if (!token) return false;
      for (const field of document.getElementsByName("csrf_token")) field.value = token.value;
      return true;
    }

    async function keep() {
      if (busy) return later(PAUSE);
      busy = true;
      const mark = changed;
      try {
        const body = new URLSearchParams(new FormData(form));
        const answer = await fetch(form.dataset.draft, { method: "POST", body, redirect: "manual" });
        const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
        if (answer.ok) {
          form.elements.draft_version.value = told.version;
          sent = mark;
          status.textContent = told.said;
          if (changed > sent) later(PAUSE);
        } else if (told.said) {
          status.textContent = told.said;
        } else {
          status.textContent = form.dataset.signedOut;
          later((await fresh()) ? 0 : PATIENCE);
        }
      } catch {
        status.textContent = form.dataset.away;
        later(PATIENCE);
      } finally {
        busy = false;
      }
    }

    form.addEventListener("input", () => {
      changed += 1;
      if (changed === sent + 1) status.textContent = form.dataset.waiting;
      later(PAUSE);
    });
    form.addEventListener("submit", () => clearTimeout(waiting));
  }

  for (const form of document.querySelectorAll("form[data-draft]")) attach(form);
})();
