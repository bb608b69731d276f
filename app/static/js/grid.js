// Arrow keys in a table of links: they lead to the link of the next cell that has one, in that direction.
// The table stays a table, and Tab goes where it always did; without this script nothing is missing.
"use strict";
(() => {
  const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

  function next(table, cell, [down, across]) {
    const rows = [...table.rows];
    let row = rows.indexOf(cell.parentElement);
    let column = cell.cellIndex;
    for (;;) {
      row += down;
      column += across;
      const there = rows[row]?.cells[column];
      if (!rows[row] || (across && !there)) return null;
      const link = there?.tagName === "TD" ? there.querySelector("a") : null;
      if (link) return link;
    }
  }

  for (const table of document.querySelectorAll("table[data-grid]"))
    table.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      const cell = event.target.closest("td");
      if (!step || !cell || event.target.tagName !== "A" || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const link = next(table, cell, step);
      if (!link) return;
      event.preventDefault();
      link.focus();
    });
})();
