/* Comforts of the demonstration telephone: what the voice says is read aloud, a turn does not load the page again, keys
   of the keyboard press those of the telephone. Everything works without this file. */
"use strict";

const phone = document.getElementById("telephone");
const aloud = document.querySelector("[data-aloud]");
const box = aloud && aloud.querySelector("input");

function speak() {
  if (!box || !box.checked) return;
  speechSynthesis.cancel();
  for (const said of phone.querySelectorAll("[data-new]")) {
    const words = new SpeechSynthesisUtterance(said.textContent);
    words.lang = said.lang;
    speechSynthesis.speak(words);
  }
}

if (box && "speechSynthesis" in window) {
  aloud.hidden = false;
  box.checked = sessionStorage.getItem("aloud") === "yes";
  box.addEventListener("change", () => {
    sessionStorage.setItem("aloud", box.checked ? "yes" : "no");
    if (box.checked) speak(); else speechSynthesis.cancel();
  });
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
  speak();
}

/* What is new comes after what is there, so that a screen reader reads only that. */
function show(page) {
  const list = phone.querySelector(".transcript ol");
  const turns = [...page.querySelectorAll(".transcript li")];
  const past = list.children.length;
  if (turns.length > past) {
    for (const turn of list.children) {
      turn.classList.add("turn--past");
      turn.removeAttribute("data-new");
    }
    list.append(...turns.slice(past));
    list.parentElement.scrollTop = 0;
  }
  phone.querySelector(".keys").replaceWith(page.querySelector(".keys"));
  return turns.length > past;
}

function focusOn(button) {
  const same = button && button.name && phone.querySelector(`button[name="${button.name}"][value="${CSS.escape(button.value)}"]`);
  const next = same || phone.querySelector(".keys input:not([type=hidden]), .keys button");
  if (next) next.focus({preventScroll: true});
}

phone.addEventListener("submit", async (event) => {
  const form = event.target, button = event.submitter;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  if (button && button.name) body.append(button.name, button.value);
  if (box) speechSynthesis.cancel();
  const answer = await fetch(form.action, {method: "POST", body});
  if (new URL(answer.url).pathname !== location.pathname) return location.assign(answer.url);
  if (!answer.ok) return location.reload();
  const news = show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  focusOn(button);
  if (news) speak();
});

phone.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input") || !/^[0-9*#]$/.test(event.key)) return;
  const key = phone.querySelector(`.key[value="${CSS.escape(event.key)}"]`);
  if (key) key.click();
});
