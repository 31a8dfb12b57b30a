// Keys at the bench: digits pick, G goes to the reason, Enter outside a text (Ctrl+Enter in one) rules and goes on.
"use strict";
const form = document.getElementById("ruling");
const typing = (element) => element.matches("textarea, select, input[type=text]");
const choices = () => [...form.querySelectorAll("input[type=radio][name=level], input[type=checkbox][name=mark], input[name=outcome]")];
const onKeys = (event) => {
  if (event.key === "Enter" && event.ctrlKey) { form.requestSubmit(form.querySelector("button.main")); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "Enter" && !event.target.matches("a, button, summary")) { event.preventDefault(); form.requestSubmit(form.querySelector("button.main")); }
  if (/^[1-9]$/.test(event.key)) { const one = choices()[Number(event.key) - 1]; if (one) { one.click(); one.focus(); } }
  if (event.key.toLowerCase() === "g") { event.preventDefault(); form.elements.reason.focus(); }
};
if (form) { document.querySelector(".keys").hidden = false; document.addEventListener("keydown", onKeys); }
