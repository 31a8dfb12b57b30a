// One item, improved: points while typing, saving by itself, the proof's page opened in place, next and previous by key.
// Without this script every task of the page works all the same.
"use strict";
(() => {
  const form = document.getElementById("answer");
  const live = form && form.dataset.points;
  const at = (id) => document.getElementById(id);
  const later = (work, milliseconds) => {
    let timer = 0;
    return () => { clearTimeout(timer); timer = setTimeout(work, milliseconds); };
  };

  // An answer typed, ticked or chosen means «as answered above».
  function answerCounts(event) {
    const answered = form.querySelector("[name=outcome][value=answered]");
    const isAnswer = !["outcome", "note"].includes(event.target.name);
    if (isAnswer && answered) answered.checked = true;
  }

  let asked = 0;
  async function showPoints() {
    const turn = ++asked;
    document.querySelector(".score").classList.add("asking");
    try {
      const answer = await fetch(form.dataset.points, { method: "POST", body: new FormData(form) });
      if (turn !== asked) return;
      const told = await answer.json();
      at("points").textContent = told.points;
      at("stands").textContent = told.stands;
      at("problem").textContent = told.problem;
      if (told.claimed) at("claimed").textContent = told.claimed;
    } catch { /* a weak line: the points come with the next change, or when the form is saved */ }
    finally { if (turn === asked) document.querySelector(".score").classList.remove("asking"); }
  }

  let kept = live ? written() : "", keeping = null, halted = false;
  function written() {
    const data = new FormData(form);
    data.delete("edits"); data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data).toString();
  }
  async function keep() {
    if (halted || keeping || written() === kept) return;
    keeping = send();
    await keeping;
    keeping = null;
    if (!halted && written() !== kept) keepSoon();
  }
  async function send() {
    const now = written();
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form) });
      const told = await answer.json();
      if (told.edits !== undefined) {
        form.elements.edits.value = told.edits;
        kept = now;
        at("saved").textContent = told.saved;
      } else {
        halted = answer.status === 409;
        kept = halted ? kept : now;
        at("saved").textContent = told.problem || form.dataset.lost;
      }
    } catch { at("saved").textContent = form.dataset.lost; }
  }
  const keepSoon = later(keep, 1500), showSoon = later(showPoints, 250);

  // While a save is on its way the button waits for it, so that nobody collides with oneself.
  function waitForKeeping(event) {
    halted = true;
    if (!keeping) return;
    event.preventDefault();
    const button = event.submitter;
    keeping.finally(() => form.requestSubmit(button));
  }

  // The ways to the items beside this one wait for what was just typed; a colleague's change is seen before one leaves.
  async function keepThenGo(event) {
    const way = event.target.closest("a[data-key]");
    if (!way || event.ctrlKey || event.metaKey || event.shiftKey || halted || (!keeping && written() === kept)) return;
    event.preventDefault();
    await keeping;
    await keep();
    if (!halted) location.assign(way.href);
  }

  // What was typed a moment before leaving some other way goes out with the page.
  function keepOnLeaving() {
    if (!halted && !keeping && written() !== kept) {
      fetch(form.dataset.keep, { method: "POST", body: new FormData(form), keepalive: true });
    }
  }

  // Part of the page renewed in place from an ordinary page.
  async function renew(address, id) {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(id);
    if (!fresh) { location.assign(address); return; }
    at(id).replaceWith(document.adoptNode(fresh));
    at(id).tabIndex = -1;
    at(id).focus({ preventScroll: true });
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-into]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    renew(link.href, link.dataset.into);
  });
  document.addEventListener("submit", (event) => {
    const search = event.target.closest("form[data-into]");
    if (!search) return;
    event.preventDefault();
    renew(`${location.pathname}?${new URLSearchParams(new FormData(search))}`, search.dataset.into);
  });

  for (const key of document.querySelectorAll("kbd[hidden]")) key.hidden = false;
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const way = document.querySelector(`[data-key="${event.code}"]`);
    if (way) { event.preventDefault(); way.click(); }
  });

  if (live) {
    form.addEventListener("input", (event) => { answerCounts(event); showSoon(); keepSoon(); });
    form.addEventListener("submit", waitForKeeping);
    document.addEventListener("click", keepThenGo);
    addEventListener("pagehide", keepOnLeaving);
  }
})();
