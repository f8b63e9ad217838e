/* The page that takes a code loads this instead of htmx. A link carries its code after the #, where no server, log or
   referrer sees it; it is moved into the field, and out of the address. Without script the code is typed.
   Measured in Chromium: its history keeps the address a link opened in any case. Replacing the fragment lets that line
   take the title of where she goes next; history.replaceState leaves it ours. */
const form = document.getElementById('code');
const field = form && form.elements.invite_code;

const takeFromAddress = () => {
  if (!field || location.hash.length < 2) return;
  const given = location.hash.slice(1);
  location.replace('#');
  /* A code has nothing that an address would escape; what a broken link adds is left out. */
  field.value = given.replace(/%[0-9a-f]{2}|%/gi, '');
};

takeFromAddress();
addEventListener('hashchange', takeFromAddress);

/* After Exit now, no answer leads anywhere. */
const leaving = new AbortController();
const hasLeft = () => leaving.signal.aborted;
addEventListener('portal:left', () => leaving.abort());

const post = (address, body) => fetch(address, { method: 'POST', body, redirect: 'manual', signal: leaving.signal });

const say = (words) => { document.getElementById('status').textContent = words; };

const later = (words, seconds) => {
  const when = new Intl.RelativeTimeFormat(document.documentElement.lang).format(seconds, 'second');
  return words.replace('{when}', when);
};

/* Sent without a line in the browser's history; the code stays in the field when something is wrong with it. */
const send = async () => {
  const words = document.getElementById('status').dataset;
  say('');
  const body = new URLSearchParams(new FormData(form));
  const answer = await post(form.action, body);
  if (hasLeft()) return;
  const seconds = parseInt(answer.headers.get('Retry-After'), 10);
  if (answer.type === 'opaqueredirect') location.replace(form.dataset.next);
  else if (answer.status === 422) say(form.dataset.unknown);
  else if (seconds > 0) say(later(words.later, seconds));
  else form.submit();
};

/* A link's code is gone from the address when the language is switched, so it goes there once more, for a moment. */
const switchLanguage = async (switching, picked) => {
  const body = new URLSearchParams(new FormData(switching, picked));
  await post(switching.action, body);
  if (hasLeft()) return;
  location.replace('#' + encodeURIComponent(field.value));
  location.reload();
};

if (form) {
  const switching = document.querySelector('.languages form');
  switching.addEventListener('submit', (event) => {
    event.preventDefault();
    removeEventListener('hashchange', takeFromAddress);
    switchLanguage(switching, event.submitter).catch(() => hasLeft() || switching.submit());
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send().catch(() => hasLeft() || say(document.getElementById('status').dataset.notSent));
  });
}
