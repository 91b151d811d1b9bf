/* Small comforts of the staff pages. Everything works without this file. */
"use strict";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/* A choice marked data-refresh asks for the page again at once, as its form's button would. */
for (const control of document.querySelectorAll("[data-refresh]")) {
  control.addEventListener("change", (event) => {
    const form = event.target.form;
    const button = form && form.querySelector("[data-refresher]");
    if (button) form.requestSubmit(button);
  });
}

/* A file is being taken away: whatever shows how far it is looks from now on. */
for (const link of document.querySelectorAll("a[download]")) {
  link.addEventListener("click", () => document.body.dispatchEvent(new Event("taken")));
}
