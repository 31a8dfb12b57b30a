// Passkeys: a form with data-passkey asks the browser for a key ("get") or makes one ("create"), then sends its answer.
// Options stand in the page (#passkey-options) or are fetched (data-options). Without WebAuthn the form stays hidden.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

async function offered(form) {
  if (!form.dataset.options) return JSON.parse(document.getElementById("passkey-options").textContent).publicKey;
  const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options.publicKey;
}

async function found(form) {
  const options = await offered(form);
  const challenge = bytes(options.challenge);
  if (form.dataset.passkey === "get") {
    const allowCredentials = described(options.allowCredentials);
    return navigator.credentials.get({ publicKey: { ...options, challenge, allowCredentials } });
  }
  const alone = form.elements.passwordless.checked;
  const publicKey = {
    ...options,
    challenge,
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: described(options.excludeCredentials),
    authenticatorSelection: {
      ...options.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      userVerification: alone ? "required" : "preferred",
    },
  };
  return navigator.credentials.create({ publicKey });
}

function told(key) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[name]) response[name] = text(key.response[name]);
  }
  if (key.response.getTransports) response.transports = key.response.getTransports();
  return {
    type: key.type,
    id: key.id,
    rawId: text(key.rawId),
    authenticatorAttachment: key.authenticatorAttachment,
    response,
    clientExtensionResults: key.getClientExtensionResults(),
  };
}

async function answer(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const complaint = form.querySelector("[role=alert][hidden]") || form.querySelector("[role=alert]");
  try {
    form.elements.credential.value = JSON.stringify(told(await found(form)));
    form.submit();
  } catch {
    complaint.hidden = false;
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", answer);
  }
}
