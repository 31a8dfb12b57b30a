// While the line is away: the questions go on on one sheet, and the answer waits on this phone until it is sent.
// Then it is wiped. The server takes it once, however often it is sent. Without this script all works while there is a line.
"use strict";
(() => {
  const WAITS = "phieu-cho:", SHEET = "phieu-hoi", PATIENCE = 20000, AGAIN = 15000;
  let pressed = null, busy = false;

  const answers = () => document.querySelector("form[data-answers]");
  const waiting = () => Object.keys(localStorage).filter((key) => key.startsWith(WAITS));
  const tell = (which) => {
    for (const one of document.querySelectorAll("[data-line]")) one.hidden = one.dataset.line !== which;
    if (which) scrollTo(0, 0);
  };
  const promise = () => {
    for (const one of document.querySelectorAll("[data-promise]")) one.hidden = false;
  };

  // A server in trouble is as good as no line: what it did not judge is sent again.
  const post = async (address, body) => {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), PATIENCE);
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    try {
      const answer = await fetch(address, { method: "POST", credentials: "omit", headers, body, signal: stop.signal });
      if (answer.status >= 500 || answer.status === 429) throw new Error(answer.statusText);
      return await answer.text();
    } finally {
      clearTimeout(timer);
    }
  };

  const show = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    document.title = page.title;
    document.documentElement.lang = page.documentElement.lang;
    document.body = document.adoptNode(page.body);
    scrollTo(0, 0);
    const head = document.querySelector("h1");
    head.tabIndex = -1;
    head.focus();
    promise();
    if (!answers()) sessionStorage.removeItem(SHEET);
  };

  const keep = (key, address, body) => {
    try {
      localStorage.setItem(key, JSON.stringify([address, body]));
    } catch (forbidden) {
      return tell("alone");
    }
    tell("waits");
    setTimeout(deliver, AGAIN);
  };

  const deliver = async () => {
    if (busy) return;
    busy = true;
    try {
      for (const key of waiting()) {
        const page = await post(...JSON.parse(localStorage.getItem(key)));
        localStorage.removeItem(key);
        show(page);
      }
    } catch (away) {
      tell("waits");
      setTimeout(deliver, AGAIN);
    } finally {
      busy = false;
    }
  };

  // The questions alone, without replies, so that they are there when the line is not. They go with the tab.
  const mark = (said) => said.get("code") + said.get("lang") + "\n";
  const fetchSheet = async () => {
    const form = answers();
    if (!form) return sessionStorage.removeItem(SHEET);
    const here = new FormData(form), asked = new URLSearchParams({ act: "whole" });
    for (const name of ["code", "lang", "began"]) asked.set(name, here.get(name));
    if ((sessionStorage.getItem(SHEET) || "").startsWith(mark(asked))) return;
    sessionStorage.setItem(SHEET, mark(asked) + (await post(form.action, asked.toString())));
  };

  const goOn = (said) => {
    const kept = sessionStorage.getItem(SHEET) || "";
    if (!kept.startsWith(mark(said))) return tell("alone");
    show(kept.slice(mark(said).length));
    for (const [name, reply] of said) {
      for (const field of name.startsWith("q-") ? document.getElementsByName(name) : []) {
        if (field.type !== "radio" && field.type !== "checkbox") field.value = reply;
        else if (field.value === reply) field.checked = true;
      }
    }
    tell("away");
  };

  addEventListener("click", (event) => {
    pressed = event.target.closest("button");
  });
  addEventListener("submit", async (event) => {
    const form = event.target, act = pressed && pressed.name === "act" ? pressed.value : "";
    if (form !== answers() || (navigator.onLine && act !== "send")) return;
    event.preventDefault();
    const said = new URLSearchParams(new FormData(form));
    if (act !== "send") return goOn(said);
    if (busy) return;
    busy = true;
    said.set("act", act);
    const key = WAITS + said.get("code"), body = said.toString();
    try {
      const page = await post(form.action, body);
      localStorage.removeItem(key);
      show(page);
    } catch (away) {
      keep(key, form.action, body);
    } finally {
      busy = false;
    }
  });
  addEventListener("online", () => {
    if (waiting().length) deliver();
    else tell("");
  });

  promise();
  deliver();
  fetchSheet().catch(() => {});
})();
