/* Passkeys: hands the browser what the server asks, and the server what the browser answers. Nothing else. */
"use strict";
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const trouble = document.getElementById("passkey-trouble");
  const able = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON && window.isSecureContext;
  const say = (name) => {
    trouble.firstElementChild.firstElementChild.textContent = form.dataset[name];
    trouble.hidden = false;
  };
  if (!able) {
    say("unable");
    return;
  }
  trouble.hidden = true;
  const button = form.querySelector("button[type=submit]");
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    button.disabled = true;
    try {
      const asked = JSON.parse(form.dataset.options);
      const answer = form.dataset.passkey === "make"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
      form.elements.answer.value = JSON.stringify(answer.toJSON());
      form.submit();
    } catch (error) {
      say(error.name === "InvalidStateError" ? "known" : "stopped");
      button.disabled = false;
    }
  });
})();
