/* A page that nobody touches for as long as its session lasts is covered, and the session ended. */
import { hasUnsaved, renew, settled } from './drafts.js';

const TOLD_EVERY = 5000;
const SEEN_EVERY = 30000;
const TRY_AGAIN = 5000;
const MOST_TRIES = 3;
const LONGEST_WAIT = 10000;
/* Ended now, or before; any other answer leaves a session that would open again. */
const ENDED = [200, 204, 401];

const root = document.documentElement;
const idle = Number(root.dataset.idle) * 1000;
const side = location.pathname.startsWith('/desk') ? '/desk' : '';
/* What is used in one tab is not hidden in another. */
const tabs = idle && 'BroadcastChannel' in window ? new BroadcastChannel('use') : null;
let usedAt = Date.now();
let toldAt = 0;
let seenAt = Date.now();
let isHidden = false;
let isOver = false;
let timer = 0;

export const signInAt = side ? '/desk/sign-in' : '/';

const send = async (form, path) => {
  const answer = await fetch(side + path, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form)),
    headers: { 'Portal-By-Itself': 'last' },
    signal: AbortSignal.timeout?.(LONGEST_WAIT),
  });
  return answer.status;
};

/* End the session, and say how the server answered; 0 where it could not be reached. */
const endSession = async () => {
  const form = document.querySelector('.languages form');
  try {
    const status = await send(form, '/hide');
    /* She signed in anew in another tab: what is sent next is of that session. */
    if (status === 400) await renew(form, location.pathname, AbortSignal.timeout?.(LONGEST_WAIT));
    return status;
  } catch (unreachable) {
    return 0;
  }
};

/* Reading and scrolling ask nothing of the server, which would take the session for unused. */
const noteUse = () => {
  if (usedAt - seenAt < SEEN_EVERY) return;
  seenAt = usedAt;
  send(document.querySelector('.languages form'), '/here').catch(() => {});
};

const hide = async (tries) => {
  if (isOver) return;
  isHidden = true;
  root.classList.add('resting');
  const line = document.getElementById('status');
  if (line) line.textContent = line.dataset.hidden;
  await settled();
  if (isOver) return;
  const mayWait = hasUnsaved() && tries < MOST_TRIES;
  const status = mayWait ? 0 : await endSession();
  if (isOver) return;
  if (!ENDED.includes(status)) setTimeout(() => hide(tries + 1), TRY_AGAIN);
  else if (hasUnsaved()) dispatchEvent(new CustomEvent('portal:ended', { detail: '' }));
  /* Over before it was ended from here, so nothing remembers this page: it asks to sign in by itself. */
  else location.replace(status === 401 ? location.pathname : signInAt);
};

const look = () => {
  clearTimeout(timer);
  if (isHidden || isOver) return;
  const left = usedAt + idle - Date.now();
  if (left > 0) timer = setTimeout(look, left);
  else hide(0);
};

const used = () => {
  /* After a sleep, the hand that wakes the machine comes before the clock. */
  if (Date.now() - usedAt >= idle) {
    look();
    return;
  }
  usedAt = Date.now();
  noteUse();
  if (!tabs || usedAt - toldAt < TOLD_EVERY) return;
  toldAt = usedAt;
  tabs.postMessage('used');
};

/* She is asked to sign in on this page, which still has what she typed. Until the form for it stands in place of the
   words, the page stays covered. */
addEventListener('portal:ended', () => {
  isOver = true;
  root.classList.add('resting');
});

/* Show the page again, with the form to sign in on it. */
export const uncover = () => root.classList.remove('resting');

addEventListener('portal:left', () => {
  isOver = true;
  clearTimeout(timer);
});

if (idle) {
  for (const kind of ['pointerdown', 'pointermove', 'keydown', 'input', 'scroll']) {
    addEventListener(kind, used, { passive: true, capture: true });
  }
  if (tabs) tabs.onmessage = () => { usedAt = seenAt = Date.now(); };
  /* A phone that slept did not count. */
  document.addEventListener('visibilitychange', look);
  look();
}
