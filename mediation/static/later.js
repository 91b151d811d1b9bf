/* An outcome noted without a connection is kept on this device and sent when the connection is back. Without this file
   the form is sent as any other.
   Kept, until sent or for a week: the codes that were ticked and the minutes, never the note, what is to be done in words, a
   name or a number. They go when the person signs out, and are never sent as somebody else. */
"use strict";

(() => {
  const KEPT = "comptes-rendus";
  const WEEK_MS = 7 * 24 * 3600 * 1000;
  const ALIVE_MS = 4000;
  const state = document.querySelector("[data-later]");
  if (!state) return;
  const user = state.dataset.user;
  const form = document.querySelector("form[data-sent-later]");
  const WORDS = ["note", "etape-words"];
  let sending = false;

  function read() {
    let all = [];
    try {
      all = JSON.parse(localStorage.getItem(KEPT) || "[]");
    } catch (error) {
      all = [];
    }
    return all.filter((each) => each.user === user && Date.now() - each.at < WEEK_MS);
  }

  function write(all) {
    if (all.length) localStorage.setItem(KEPT, JSON.stringify(all));
    else localStorage.removeItem(KEPT);
    show(all, "");
  }

  /* How many wait, what was just sent, or the one that somebody has to look at. */
  function show(all, sent) {
    const refused = all.find((each) => each.refused);
    const link = state.querySelector("a");
    const waiting = `${state.dataset.waiting} (${all.length})`;
    state.hidden = !all.length && !sent;
    state.querySelector("[data-words]").textContent = refused ? state.dataset.refused : all.length ? waiting : sent;
    link.hidden = !refused;
    if (refused) link.href = refused.url;
  }

  /* Whether the server answers: a browser may believe that it is connected in a lift. */
  async function reached() {
    if (!navigator.onLine) return false;
    try {
      const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(ALIVE_MS) });
      return answer.ok;
    } catch (error) {
      return false;
    }
  }

  function codes() {
    const never = ["csrfmiddlewaretoken", ...WORDS];
    return [...new FormData(form)].filter(([name]) => !never.includes(name));
  }

  function keep() {
    const others = read().filter((each) => each.url !== location.pathname);
    write([...others, { user, url: location.pathname, at: Date.now(), fields: codes() }]);
    state.scrollIntoView({ block: "center" });
  }

  async function send(each) {
    const body = new URLSearchParams(each.fields);
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("plus_tard", "1");
    const here = form && each.url === location.pathname && form.elements.note;
    if (here) WORDS.forEach((name) => form.elements[name] && body.append(name, form.elements[name].value));
    else body.append("sans_note", "1");
    const answer = await fetch(each.url, { method: "POST", body, headers: { Accept: "application/json" } });
    const kind = answer.headers.get("Content-Type") || "";
    if (!kind.startsWith("application/json")) return "again";
    return (await answer.json()).state;
  }

  async function sendAll() {
    const waiting = read().filter((each) => !each.refused);
    if (sending || !waiting.length || !(await reached())) return;
    sending = true;
    try {
      for (const each of waiting) {
        const became = await send(each);
        if (became === "again") break;
        const others = read().filter((other) => other.url !== each.url);
        write(became === "refused" ? [...others, { ...each, refused: true }] : others);
      }
    } catch (error) {
      /* Gone again: what is left stays, and is sent at the next sign of a connection. */
    }
    sending = false;
    const left = read();
    show(left, state.dataset.sent);
    const here = form && waiting.some((each) => each.url === location.pathname);
    if (here && !left.some((each) => each.url === location.pathname)) location.assign(form.dataset.sentLater);
  }

  if (form) {
    const kept = read().find((each) => each.url === location.pathname);
    if (kept) {
      for (const control of form.elements) {
        const values = kept.fields.filter(([name]) => name === control.name).map(([, value]) => value);
        if (WORDS.includes(control.name) || control.type === "hidden") continue;
        if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
        else if (values.length) control.value = values[0];
      }
    }
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!(await reached())) return keep();
      write(read().filter((each) => each.url !== location.pathname));
      /* Sent so, a form does not say by which button. */
      if (event.submitter && event.submitter.name) {
        const pressed = Object.assign(document.createElement("input"), { type: "hidden" });
        [pressed.name, pressed.value] = [event.submitter.name, event.submitter.value];
        form.append(pressed);
      }
      form.submit();
    });
  }

  for (const leaving of document.querySelectorAll("form[data-leaves]")) {
    leaving.addEventListener("submit", (event) => {
      if (read().length && !window.confirm(state.dataset.leaving)) event.preventDefault();
      else localStorage.removeItem(KEPT);
    });
  }

  window.addEventListener("online", sendAll);
  write(read());
  sendAll();
})();
