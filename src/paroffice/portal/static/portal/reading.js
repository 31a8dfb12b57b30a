// Printing, and reading aloud where the browser has a voice for Vietnamese. Without it, neither button is there.
"use strict";
const tools = document.querySelector("[data-tools]");
if (tools) {
  tools.hidden = false;
  tools.querySelector("[data-print]").addEventListener("click", () => window.print());
  const button = tools.querySelector("[data-aloud]"), begin = button.textContent;
  const speech = window.speechSynthesis;
  const voice = () => (speech ? speech.getVoices().find((one) => one.lang.toLowerCase().startsWith("vi")) : undefined);
  const offer = () => { button.hidden = !voice(); };
  const stop = () => { speech.cancel(); button.textContent = begin; button.setAttribute("aria-pressed", "false"); };
  offer();
  if (speech) {
    speech.addEventListener("voiceschanged", offer);
    window.addEventListener("pagehide", () => speech.cancel());
  }
  button.addEventListener("click", () => {
    if (speech.speaking) { stop(); return; }
    const parts = [document.querySelector(".story h1"), ...document.querySelectorAll("[data-read] p, [data-read] h2, [data-read] li, p[data-read]")];
    button.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    parts.forEach((part, place) => {
      const said = new SpeechSynthesisUtterance(part.textContent.trim());
      said.lang = "vi-VN";
      said.voice = voice();
      if (place === parts.length - 1) said.addEventListener("end", stop);
      speech.speak(said);
    });
  });
}
