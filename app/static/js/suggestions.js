// Names suggested below a search box while somebody types. Without this script the box searches all the
// same, and the names stand on a page of their own. The keys are those of a combobox with a list.
"use strict";
(() => {
  // Milliseconds without a key before the portal is asked.
  const PAUSE = 150;

  function element(name, attributes, text = "") {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  }

  function attach(input) {
    const list = element("ul", { class: "names", role: "listbox", id: `${input.id}-names`, "aria-label": input.dataset.heading });
    const told = element("span", { class: "vh", role: "status" });
    list.hidden = true;
    input.parentElement.append(list, told);
    let shown = [];
    let active = -1;
    let waiting = 0;
    let asking = new AbortController();

    for (const [key, value] of Object.entries({ role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }))
      input.setAttribute(key, value);

    function close() {
      clearTimeout(waiting);
      asking.abort();
      list.hidden = true;
      told.textContent = "";
      input.setAttribute("aria-expanded", "false");
      point(-1);
    }

    function point(place) {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = place;
      const option = list.children[active];
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) input.setAttribute("aria-activedescendant", option.id);
      else input.removeAttribute("aria-activedescendant");
    }

    function show(answer) {
      shown = answer.suggestions;
      point(-1);
      list.replaceChildren(
        ...shown.map((each, place) => {
          const option = element("li", { role: "option", id: `${list.id}-${place}`, "aria-selected": "false" });
          option.append(element("span", { lang: each.language }, each.name), " ", element("span", { class: "note" }, each.what));
          return option;
        }),
      );
      list.hidden = !shown.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      told.textContent = answer.said;
    }

    async function ask() {
      asking.abort();
      const words = input.value.trim();
      if (!words) return close();
      asking = new AbortController();
      const address = `${input.dataset.suggestions}?${new URLSearchParams({ q: words })}`;
      try {
        const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: asking.signal });
        if (answer.ok) show(await answer.json());
      } catch {
        // Somebody typed on, or the portal cannot be reached: the box itself still searches.
      }
    }

    function soon() {
      clearTimeout(waiting);
      waiting = setTimeout(ask, PAUSE);
    }

    function pressed(event) {
      // Within an input method these keys choose characters.
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && list.hidden) {
        if (input.value.trim()) ask();
      } else if (step) {
        // Whoever chooses from these names is not given others by a late answer.
        clearTimeout(waiting);
        asking.abort();
        // One place more than there are names: the box itself, with what was typed.
        const places = shown.length + 1;
        point(((active + 1 + step + places) % places) - 1);
      } else if (event.key === "Enter" && active >= 0) location.assign(shown[active].address);
      else if (event.key === "Escape" && !list.hidden) close();
      else return;
      event.preventDefault();
    }

    input.addEventListener("input", (event) => event.isComposing || soon());
    input.addEventListener("compositionend", soon);
    input.addEventListener("keydown", pressed);
    input.addEventListener("blur", close);
    // A press on a name must not take the focus away before it is a click.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const place = [...list.children].indexOf(event.target.closest("li"));
      if (place >= 0) location.assign(shown[place].address);
    });
  }

  document.querySelectorAll("input[data-suggestions]").forEach(attach);
})();
