/* What the pages do beyond plain forms and links, loaded after they show. Without it everything still works. */
import { hasUnsaved, keep, settled } from './drafts.js';
import { signInAt, uncover } from './hiding.js';
import htmx from './vendor/htmx.js';

const TRY_AGAIN = 5000;
const inFlight = new Set();
let hasLeft = false;
const status = () => document.getElementById('status');

const say = (words) => {
  const line = status();
  if (line) line.textContent = words || '';
};

/* When to try again, as the server says it, in the reader's language: "in 40 seconds". */
const later = (words, seconds) => {
  const when = new Intl.RelativeTimeFormat(document.documentElement.lang).format(seconds, 'second');
  return words.later.replace('{when}', when);
};

/* What an open page asks by itself. She did not press anything, so nothing is said of it. */
const isPoll = (element) => element.matches?.('[hx-trigger^="every"]');

let hasTyped = false;
addEventListener('input', () => { hasTyped = true; });

const refuseToRunText = () => {
  throw new Error('text is never run as code here');
};

htmx.registerExtension('portal', {
  init(api) {
    if (!window.trustedTypes) return;
    const policy = trustedTypes.createPolicy('htmx', { createHTML: (html) => html, createScript: () => '' });
    api.initSecurity(policy, refuseToRunText, refuseToRunText);
  },
  htmx_config_request(element, { ctx }) {
    if (hasLeft) return false;
    delete ctx.request.headers['HX-Current-URL'];
    if (isPoll(element)) {
      if (document.hidden) return false;
      /* Waiting is no use of a session, writing is: it must not end under her hands. */
      if (hasTyped) ctx.request.headers['Portal-Typed'] = '1';
      hasTyped = false;
      return true;
    }
    say('');
    return true;
  },
  htmx_before_request(element, { ctx }) {
    inFlight.add(ctx);
  },
  htmx_before_response(element, { ctx }) {
    /* An answer that was here before the press is no more welcome than one that comes after it. */
    if (hasLeft) return false;
    const place = ctx.response.headers.get('Portal-Leave');
    if (!place) return true;
    settled().then(() => {
      /* What nobody pressed takes no words away: whoever was signed out is asked to sign in where she types. */
      if (!hasLeft && !(isPoll(element) && hasUnsaved())) location.replace(new URL(place, location.origin));
    });
    return false;
  },
  htmx_response_error(element, { ctx }) {
    const words = status()?.dataset;
    if (!words || isPoll(element)) return;
    const code = ctx.response.status;
    const seconds = parseInt(ctx.response.headers.get('Retry-After'), 10);
    if (ctx.response.headers.get('Portal-Ended')) {
      /* A form that is kept asks her to sign in, and then has her words again. */
      if (!element.dataset.unsent) say(words.ended);
    } else if (code === 413) say(words.tooLong);
    else if (seconds > 0) say(later(words, seconds));
    else if (code === 403 || code === 429 || code >= 500) say(words.notSent);
  },
  htmx_error(element) {
    const words = status()?.dataset;
    if (words && !isPoll(element)) say(navigator.onLine ? words.notSent : words.offline);
  },
  htmx_finally_request(element, { ctx }) {
    inFlight.delete(ctx);
    if (!(ctx.response?.status < 400)) keep(element);
  },
});

addEventListener('offline', () => say(status()?.dataset.offline));
addEventListener('online', () => say(''));
if (!navigator.onLine) say(status()?.dataset.offline);

/* Only where something is kept on this phone, or may be. */
if (navigator.serviceWorker) {
  const isInstalled = matchMedia('(display-mode: standalone)').matches;
  const concerned = isInstalled || navigator.serviceWorker.controller || document.querySelector('[data-keeping]');
  if (concerned) import('./keeping.js');
}

/* Signed out while she typed: she signs in where she is, and what she typed is saved then. */
const askToSignIn = async (words) => {
  await htmx.ajax('GET', signInAt, { target: '#part' });
  if (hasLeft) return;
  if (!document.querySelector('#part [name="sign_in_name"]')) {
    setTimeout(askToSignIn, TRY_AGAIN, words);
    return;
  }
  document.querySelector('nav')?.remove();
  document.querySelectorAll('#part [name="place"]').forEach((place) => { place.value = location.pathname; });
  uncover();
  say(words);
};

addEventListener('portal:ended', ({ detail }) => askToSignIn(detail), { once: true });

addEventListener('portal:left', () => {
  hasLeft = true;
  inFlight.forEach((ctx) => ctx.request.abort());
});
