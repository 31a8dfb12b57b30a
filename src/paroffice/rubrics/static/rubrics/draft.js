// While one types, the server says what the sum and the findings would be; nothing is saved by it.
"use strict";
(() => {
  const form = document.querySelector("form[data-check]");
  const standing = document.getElementById("standing");
  const said = document.getElementById("said");
  if (!form || !standing) return;
  const WAIT = 400;
  let waiting, asking, changed = false;

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(form.dataset.check, {
        method: "POST", body: new FormData(form), signal: asking.signal, headers: { Accept: "text/html" },
      });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
      if (!page?.dataset.said) return;
      const open = standing.querySelector("details.fields")?.open;
      standing.replaceChildren(page);
      const fields = standing.querySelector("details.fields");
      if (fields && open) fields.open = true;
      if (said.textContent !== page.dataset.said) said.textContent = page.dataset.said;
    } catch (error) {
      if (error.name !== "AbortError") standing.dataset.stale = "yes";
    }
  };

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT);
  });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
})();
