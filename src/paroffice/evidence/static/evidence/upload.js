// Files go to the store piece by piece (tus 1.0.0) and go on where the line broke. Without this script the form sends
// them at one go. Each file that arrived becomes a hidden `version` in its form.
"use strict";
(() => {
  const PIECE = 1 << 20, AT_ONCE = 2, LONGEST_WAIT = 30000, TUS = { "Tus-Resumable": "1.0.0" };
  if (window.parindexUploads) return;
  window.parindexUploads = true;

  const encoded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const pause = (milliseconds) => new Promise((go) => {
    const timer = setTimeout(go, milliseconds);
    window.addEventListener("online", () => { clearTimeout(timer); go(); }, { once: true });
  });

  class Refused extends Error {}

  class Sending {
    constructor(place, file) {
      this.place = place; this.file = file; this.offset = 0; this.state = "waiting"; this.wait = 1000;
      const unit = place.unit();
      this.memory = ["upload", unit, file.name, file.size, file.lastModified].join(":");
      this.metadata = `filename ${encoded(file.name)}` + (unit ? `,unit ${encoded(unit)}` : "");
      this.draw();
    }

    draw() {
      this.line = document.createElement("li");
      this.bar = document.createElement("progress");
      this.bar.max = this.file.size || 1; this.bar.value = 0;
      this.bar.setAttribute("aria-label", this.file.name);
      this.says = document.createElement("small");
      this.toggle = this.button("doPause", () => (this.state === "paused" ? this.goOn() : this.hold()));
      this.drop = this.button("doDrop", () => this.abandon());
      const name = document.createElement("b");
      name.textContent = this.file.name;
      this.line.append(name, this.bar, this.says, document.createElement("br"), this.toggle, this.drop);
      this.place.list.append(this.line);
      this.place.list.hidden = false;
      this.tell("sayWaiting");
    }

    button(word, deed) {
      const made = document.createElement("button");
      made.type = "button"; made.className = "link";
      made.addEventListener("click", deed);
      this.name(made, word);
      return made;
    }

    name(element, word) {
      element.textContent = this.place.words[word];
      element.setAttribute("aria-label", `${element.textContent}: ${this.file.name}`);
    }

    tell(word, tail = "") { this.says.textContent = this.place.words[word] + tail; }

    progress(sent) {
      this.bar.value = Math.min(sent, this.file.size);
      const share = Math.floor((100 * this.bar.value) / (this.file.size || 1));
      this.tell(share < 100 ? "saySending" : "sayReading", share < 100 ? ` ${share}%` : "");
    }

    hold() {
      this.state = "paused"; this.request?.abort();
      this.name(this.toggle, "doGo"); this.tell("sayPaused");
    }

    goOn() {
      this.state = "waiting"; this.name(this.toggle, "doPause"); this.tell("sayWaiting");
      this.place.next();
    }

    abandon() {
      const where = localStorage.getItem(this.memory);
      this.state = "gone"; this.request?.abort(); localStorage.removeItem(this.memory);
      if (where) this.ask("DELETE", where).catch(() => {});
      this.line.remove(); this.place.ended();
    }

    ask(method, where, headers = {}, body = null) {
      return new Promise((answered, broken) => {
        const request = (this.request = new XMLHttpRequest());
        request.open(method, where);
        const all = { ...TUS, "X-CSRFToken": this.place.token(), ...headers };
        for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
        const from = this.offset;
        if (body) request.upload.onprogress = (event) => this.progress(from + event.loaded);
        request.onload = () => answered(request);
        request.onerror = request.onabort = request.ontimeout = () => broken(new Error("line"));
        request.send(body);
      });
    }

    async send() {
      this.state = "sending";
      while (this.state === "sending") {
        try {
          const where = await this.found();
          while (this.state === "sending" && !(await this.piece(where))) this.wait = 1000;
          return;
        } catch (flaw) {
          if (flaw instanceof Refused) return this.fail(flaw.message);
          if (this.state !== "sending") return;
          this.tell("sayAgain");
          await pause(this.wait);
          this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
        }
      }
    }

    // Where the upload stands on the server: the one begun before, or a new one.
    async found() {
      const before = localStorage.getItem(this.memory);
      if (before) {
        const stands = await this.ask("HEAD", before);
        if (this.finished(stands)) return before;
        if (stands.status === 200) {
          this.offset = Number(stands.getResponseHeader("Upload-Offset"));
          return before;
        }
        if (stands.status >= 500 || stands.status === 423) throw new Error("line");
        localStorage.removeItem(this.memory);
      }
      this.offset = 0;
      const begun = await this.ask("POST", this.place.address, {
        "Upload-Length": this.file.size, "Upload-Metadata": this.metadata,
      });
      this.check(begun, 201);
      const where = begun.getResponseHeader("Location");
      localStorage.setItem(this.memory, where);
      return where;
    }

    async piece(where) {
      if (this.state === "done") return true;
      const body = this.file.slice(this.offset, this.offset + PIECE);
      const answer = await this.ask("PATCH", where, {
        "Upload-Offset": this.offset, "Content-Type": "application/offset+octet-stream",
      }, body);
      if (answer.status === 409 || answer.status === 404) throw new Error("line");
      this.check(answer, 204);
      this.offset = Number(answer.getResponseHeader("Upload-Offset"));
      this.progress(this.offset);
      return this.finished(answer);
    }

    check(answer, wanted) {
      if (answer.status === wanted) return;
      if (answer.status >= 500 || answer.status === 423 || answer.status === 0) throw new Error("line");
      const plain = (answer.getResponseHeader("Content-Type") || "").startsWith("text/plain");
      throw new Refused(plain ? answer.responseText : "");
    }

    finished(answer) {
      const version = answer.getResponseHeader("X-Version");
      if (!version) return false;
      localStorage.removeItem(this.memory);
      this.state = "done"; this.line.className = "done"; this.bar.remove(); this.toggle.remove(); this.drop.remove();
      const open = document.createElement("a");
      open.href = answer.getResponseHeader("Content-Location"); open.target = "_blank";
      this.name(open, "doOpen");
      const key = document.createElement("input");
      key.type = "hidden"; key.name = "version"; key.value = version;
      this.tell("sayDone");
      this.line.append(open, key);
      return true;
    }

    fail(why) {
      this.state = "failed"; this.line.className = "failed"; this.bar.remove(); this.toggle.remove();
      localStorage.removeItem(this.memory);
      this.says.textContent = why || this.place.words.sayFailed;
      this.place.status.textContent = `${this.file.name}: ${this.says.textContent}`;
    }
  }

  class Place {
    constructor(box) {
      this.words = box.dataset; this.address = box.dataset.upload; this.sendings = []; this.submitter = null;
      this.input = box.querySelector("input[type=file]"); this.form = this.input.form;
      this.list = box.querySelector("ul"); this.status = box.querySelector("[role=status]");
      this.input.addEventListener("change", () => this.chosen());
      this.form.addEventListener("submit", (event) => this.submitted(event));
      box.addEventListener("dragover", (event) => event.preventDefault());
      box.addEventListener("drop", (event) => { event.preventDefault(); this.take([...event.dataTransfer.files]); });
    }

    unit() { return this.form.querySelector("select[name=unit]")?.value || this.words.unit || ""; }
    token() { return this.form.querySelector("[name=csrfmiddlewaretoken]").value; }
    chosen() { const files = [...this.input.files]; this.input.value = ""; this.take(files); }

    take(files) {
      for (const file of this.input.multiple ? files : files.slice(0, 1)) {
        if (!this.input.multiple) this.sendings.filter((one) => one.state !== "gone").forEach((one) => one.abandon());
        const sending = new Sending(this, file);
        this.sendings.push(sending);
        if (file.size > Number(this.words.most)) sending.fail(this.words.sayLarge);
      }
      this.next();
    }

    count(state) { return this.sendings.filter((one) => one.state === state).length; }

    next() {
      for (const sending of this.sendings) {
        if (this.count("sending") >= AT_ONCE) return;
        if (sending.state === "waiting") sending.send().finally(() => this.ended());
      }
    }

    ended() {
      this.next();
      if (!this.submitter || this.count("sending") + this.count("waiting") + this.count("paused")) return;
      const button = this.submitter;
      this.submitter = null; this.status.textContent = "";
      if (!this.count("failed")) this.form.requestSubmit(button.isConnected ? button : undefined);
    }

    submitted(event) {
      if (!(this.count("sending") + this.count("waiting") + this.count("paused"))) return;
      event.preventDefault();
      this.submitter = event.submitter || this.form.querySelector("button:not([type=button])");
      this.status.textContent = this.words.sayWait;
    }
  }

  const begin = () => document.querySelectorAll("[data-upload]").forEach((box) => new Place(box));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
