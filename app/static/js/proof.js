// Works out the proof of work of an ask form while its fields are filled. The page loads it, and it loads itself
// once more as a worker. Asks nothing, shows nothing; where it cannot run, the form is sent without a proof.
"use strict";

function bytes(hex) {
  return Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (each) => each.toString(16).padStart(2, "0")).join("");
}

// Stretches the challenge's nonce and a counter into keys until one begins as wanted.
async function solve({ nonce, salt, cost, keyLength, keyPrefix }) {
  const start = bytes(nonce);
  const password = new Uint8Array(start.length + 4);
  const count = new DataView(password.buffer, start.length);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  password.set(start);
  for (let counter = 0; ; counter += 1) {
    count.setUint32(0, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = hex(await crypto.subtle.deriveBits(how, key, keyLength * 8));
    if (derivedKey.startsWith(keyPrefix)) {
      return { counter, derivedKey };
    }
  }
}

function work(field, script) {
  const challenge = JSON.parse(field.dataset.challenge);
  const worker = new Worker(script);
  worker.onmessage = ({ data }) => {
    field.value = btoa(JSON.stringify({ challenge, solution: data }));
    worker.terminate();
  };
  worker.postMessage(challenge.parameters);
}

if (typeof document === "undefined") {
  self.onmessage = async ({ data }) => self.postMessage(await solve(data));
} else {
  const field = document.querySelector("input[data-challenge]");
  // Outside of HTTPS and of one's own machine browsers lend no cryptography.
  if (field && window.isSecureContext && window.Worker) {
    work(field, document.currentScript.src);
  }
}
