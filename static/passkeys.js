/* Passkeys, on the few pages of the desk that offer them. Without this, or a browser that knows them, the buttons do not
   show, and the code from the app does the same. */
import './portal.js';

let hasLeft = false;
addEventListener('portal:left', () => { hasLeft = true; });

const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));

const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const described = (list) => (list || []).map((known) => ({ ...known, id: bytes(known.id) }));

const make = (asked) => navigator.credentials.create({
  publicKey: {
    ...asked,
    challenge: bytes(asked.challenge),
    user: { ...asked.user, id: bytes(asked.user.id) },
    excludeCredentials: described(asked.excludeCredentials),
  },
});

const show = (asked) => navigator.credentials.get({
  publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: described(asked.allowCredentials) },
});

const PARTS = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];

const answerOf = ({ id, rawId, type, response }) => JSON.stringify({
  id,
  rawId: text(rawId),
  type,
  response: Object.fromEntries(PARTS.filter((part) => response[part]).map((part) => [part, text(response[part])])),
});

const ask = async (form, address) => {
  const token = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  const answer = await fetch(address, { method: 'POST', body: token });
  if (hasLeft) return null;
  if (answer.ok) return answer.json();
  /* The session has ended or is no longer fresh, which the page itself says best. */
  location.reload();
  return null;
};

const use = async (button) => {
  const { form, dataset } = button;
  const status = document.getElementById('status');
  status.textContent = '';
  button.disabled = true;
  try {
    const asked = await ask(form, dataset.challenge);
    if (!asked) return;
    const credential = await ('new' in dataset ? make(asked) : show(asked));
    form.querySelector('[name="credential"], [name="step_up_passkey"]').value = answerOf(credential);
    form.requestSubmit();
  } catch (refused) {
    status.textContent = dataset.notDone;
  } finally {
    button.disabled = false;
  }
};

if (window.PublicKeyCredential) {
  document.documentElement.classList.add('passkeys');
  addEventListener('click', (event) => {
    const button = event.target.closest('[data-challenge]');
    if (button) use(button);
  });
}
