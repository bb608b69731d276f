// Lets the browser make a passkey or show one, and sends the form with what it says. Each form carries what the
// browser is asked in data-options; without script the form stays hidden and a sentence stands in its place.
"use strict";

(() => {
  const bytes = (said) =>
    Uint8Array.from(atob(said.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));

  const said = (buffer) =>
    btoa(Array.from(new Uint8Array(buffer), (each) => String.fromCharCode(each)).join(""))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const listed = (credentials) => (credentials || []).map((each) => ({ ...each, id: bytes(each.id) }));

  function asked(how, options) {
    const publicKey = { ...options, challenge: bytes(options.challenge) };
    if (how === "create") {
      publicKey.user = { ...options.user, id: bytes(options.user.id) };
      publicKey.excludeCredentials = listed(options.excludeCredentials);
      return navigator.credentials.create({ publicKey });
    }
    publicKey.allowCredentials = listed(options.allowCredentials);
    return navigator.credentials.get({ publicKey });
  }

  // What the server reads: every buffer of the answer as base64url.
  function written(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) {
        response[name] = said(credential.response[name]);
      }
    }
    const { id, type } = credential;
    return JSON.stringify({ id, rawId: said(credential.rawId), type, response });
  }

  async function send(event, form) {
    event.preventDefault();
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      const credential = await asked(form.dataset.passkey, JSON.parse(form.dataset.options));
      form.elements.credential.value = written(credential);
    } catch {
      failed.hidden = false;
      return;
    }
    form.submit();
  }

  if (window.PublicKeyCredential && window.isSecureContext) {
    for (const form of document.querySelectorAll("form[data-passkey]")) {
      form.addEventListener("submit", (event) => send(event, form));
      form.hidden = false;
      form.parentElement.querySelector("[data-passkey-without]").hidden = true;
    }
  }
})();
