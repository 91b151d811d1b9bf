/* The arrow keys in the agenda: one stop for the tabulator, then from cell to cell. Everything works without this file. */
"use strict";

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const grid = () => document.querySelector("[data-grid]");
const links = (part) => [...part.querySelectorAll(".cell a, td a, th a")].filter((link) => link.getClientRects().length);
const columns = () => {
  const found = [...grid().querySelectorAll(".column, tbody tr")];
  return found.filter((each) => links(each).length);
};
const middle = (link, across) => {
  const box = link.getBoundingClientRect();
  return across ? box.left + box.width / 2 : box.top + Math.min(box.height, 20) / 2;
};

/* One link of the grid is reached by the tabulator: the last one used, else the first. */
function rove(current) {
  const all = links(grid());
  const chosen = all.includes(current) ? current : all[0];
  for (const link of all) link.tabIndex = link === chosen ? 0 : -1;
}

function step(link, [across, down]) {
  const table = Boolean(grid().querySelector("table"));
  const parts = columns();
  const here = parts.findIndex((part) => part.contains(link));
  const [along, other] = table ? [across, down] : [down, across];
  if (along) {
    const list = links(parts[here]);
    return list[list.indexOf(link) + along];
  }
  const next = parts[here + other];
  if (!next) return undefined;
  const at = middle(link, table);
  const away = (each) => Math.abs(middle(each, table) - at);
  return links(next).reduce((best, each) => (away(each) < away(best) ? each : best));
}

document.addEventListener("keydown", (event) => {
  const way = ARROWS[event.key];
  const link = event.target.closest?.("[data-grid] a");
  if (!way || !link || event.altKey || event.ctrlKey || event.metaKey) return;
  const next = columns().some((part) => part.contains(link)) ? step(link, way) : links(grid())[0];
  event.preventDefault();
  if (next) {
    rove(next);
    next.focus();
  }
});
document.addEventListener("focusin", (event) => {
  if (event.target.closest?.("[data-grid] a")) rove(event.target);
});

/* An agenda that has changed under one's hands keeps the place where one was. */
let place;
document.addEventListener("htmx:beforeSwap", () => {
  const link = document.activeElement.closest("[data-grid] a");
  place = { left: grid().scrollLeft, href: link && link.getAttribute("href") };
});
document.addEventListener("htmx:afterSwap", () => {
  const before = place && place.href && links(grid()).find((link) => link.getAttribute("href") === place.href);
  grid().scrollLeft = place ? place.left : 0;
  rove(before);
  if (before) before.focus({ preventScroll: true });
});

if (grid()) rove();
