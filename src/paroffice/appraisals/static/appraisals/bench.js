// At the bench: digits choose, G goes to the reason, J and K turn the page, Enter rules and goes on. Without this script
// every ruling can be made all the same; the reason box is then always open.
"use strict";
(() => {
  const form = document.getElementById("ruling");
  if (!form) return;
  const live = document.getElementById("live"), grounds = document.getElementById("grounds"), reason = form.elements.reason;
  const typing = (element) => element.matches("textarea, select, input[type=text]");
  const choices = [...form.querySelectorAll("input[type=radio][name=level], input[type=checkbox][name=mark], input[name=outcome]:not([data-by-level])")];
  choices.slice(0, 9).forEach((choice, place) => {
    const key = document.createElement("kbd");
    key.textContent = String(place + 1);
    key.setAttribute("aria-hidden", "true");
    choice.closest("label").append(key);
  });
  const byLevel = form.querySelector("[data-by-level]");
  if (byLevel) byLevel.closest("label").hidden = true;

  // What is typed or chosen as an answer means «adjusted»; a level stands for itself.
  function answerCounts(event) {
    if (event.target.closest(".adjust") || event.target.name === "level") form.querySelector("[name=outcome][value=answered]").checked = true;
    else if (event.target.name === "outcome") for (const level of form.querySelectorAll("[name=level]")) level.checked = false;
  }
  const open = (wanted) => { grounds.hidden = !wanted; };
  open(Boolean(reason.value) || "open" in form.dataset);

  let asked = 0, timer = 0;
  async function ask() {
    const turn = ++asked;
    if (!form.querySelector("[name=outcome]:checked")) return;
    try {
      const answer = await fetch(form.dataset.points, { method: "POST", body: new FormData(form) });
      if (turn !== asked || !answer.ok) return;
      const told = await answer.json();
      live.textContent = told.problem || `= ${told.points} / ${form.dataset.of}`;
      open(told.departs || Boolean(reason.value));
      reason.required = told.departs;
    } catch { open(true); }
  }
  form.addEventListener("input", (event) => {
    if (event.target === reason) return;
    answerCounts(event);
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });

  const turnTo = (relation) => { const link = document.querySelector(`a[rel=${relation}]`); if (link) link.click(); };
  function rule() { form.requestSubmit(form.querySelector("button.main")); }
  function explain() { open(true); reason.focus(); }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) return rule();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const key = event.key.toLowerCase();
    if (event.key === "Enter" && !event.target.matches("a, button, summary")) { event.preventDefault(); rule(); }
    else if (/^[1-9]$/.test(key) && choices[Number(key) - 1]) { choices[Number(key) - 1].click(); choices[Number(key) - 1].focus(); }
    else if (key === "g") { event.preventDefault(); explain(); }
    else if (key === "j") turnTo("next");
    else if (key === "k") turnTo("prev");
  });
  document.querySelector(".keys").hidden = false;
  const here = document.querySelector(".units .on");
  if (here) here.parentElement.scrollTop = here.offsetTop - here.parentElement.clientHeight / 2;
})();
