// A picture that the server drew, drawn again from its specification, so that its marks say their figures when pointed at.
// Nothing is loaded before somebody asks. Without this script the picture and the table behind it tell the same.
"use strict";
(() => {
  const program = document.currentScript.dataset.src;
  const wanted = {
    mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
  };

  let coming = null;
  function drawer() {
    coming ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = program;
      script.onload = () => done(window.vegaEmbed);
      script.onerror = () => { coming = null; failed(new Error(program)); };
      document.head.append(script);
    });
    return coming;
  }

  async function specification(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(address);
    return answer.json();
  }

  // One picture to a reader of the screen, told by its title, as the still one is.
  function named(place, title) {
    for (const name of ["role", "aria-roledescription"]) place.removeAttribute(name);
    const drawn = place.querySelector("svg");
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", title);
  }

  async function explore(button) {
    const figure = button.closest("figure"), still = figure.querySelector("svg");
    const told = figure.querySelector("[role=status]"), place = document.createElement("div");
    button.disabled = true;
    try {
      const [draw, spec] = await Promise.all([drawer(), specification(button.dataset.spec)]);
      await draw(place, spec, wanted);
      named(place, still.getAttribute("aria-label"));
      still.replaceWith(place);
      button.remove();
      told.textContent = button.dataset.done;
    } catch {
      button.disabled = false;
      told.textContent = button.dataset.failed;
    }
  }

  for (const button of document.querySelectorAll("button[data-spec]")) {
    button.hidden = false;
    button.addEventListener("click", () => explore(button));
  }
})();
