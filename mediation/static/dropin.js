/* The screen of a waiting room may speak the numbers, once somebody has pressed its button. Everything is readable without this file. */
"use strict";

const speak = document.querySelector("[data-speak]");
const latest = () => document.querySelector("[data-call]");
let speaking = false;
let heard = latest()?.dataset.call;

if (speak && "speechSynthesis" in window) {
  speak.hidden = false;
  speak.addEventListener("click", () => {
    speaking = !speaking;
    speak.setAttribute("aria-pressed", String(speaking));
    speak.textContent = speaking ? speak.dataset.on : speak.dataset.off;
    if (speaking) say();
    else window.speechSynthesis.cancel();
  });
}

function say() {
  const sentence = latest()?.dataset.said;
  if (!sentence) return;
  const spoken = new SpeechSynthesisUtterance(sentence);
  spoken.lang = document.documentElement.lang;
  window.speechSynthesis.speak(spoken);
}

document.addEventListener("htmx:afterSwap", () => {
  const call = latest()?.dataset.call;
  if (call && call !== heard && speaking) say();
  heard = call;
});
