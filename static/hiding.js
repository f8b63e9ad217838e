/* A page that nobody touches for as long as its session lasts is covered, and the session ended. */
import { hasUnsaved, settled } from './drafts.js';

const TOLD_EVERY = 5000;
const TRY_AGAIN = 5000;
const MOST_TRIES = 3;

const root = document.documentElement;
const idle = Number(root.dataset.idle) * 1000;
const side = location.pathname.startsWith('/desk') ? '/desk' : '';
/* What is used in one tab is not hidden in another. */
const tabs = idle && 'BroadcastChannel' in window ? new BroadcastChannel('use') : null;
let usedAt = Date.now();
let toldAt = 0;
let isHidden = false;
let isOver = false;
let timer = 0;

export const signInAt = side ? '/desk/sign-in' : '/';

const endSession = async () => {
  const form = document.querySelector('.languages form');
  try {
    const answer = await fetch(`${side}/hide`, {
      method: 'POST',
      body: new URLSearchParams(new FormData(form)),
      headers: { 'Portal-By-Itself': 'last' },
    });
    return answer.status < 500;
  } catch (unreachable) {
    return false;
  }
};

const hide = async (tries) => {
  isHidden = true;
  root.classList.add('resting');
  const line = document.getElementById('status');
  if (line) line.textContent = line.dataset.hidden;
  await settled();
  if (isOver) return;
  const isTriedAgain = (hasUnsaved() && tries < MOST_TRIES) || !await endSession();
  if (isTriedAgain) setTimeout(() => hide(tries + 1), TRY_AGAIN);
  else if (hasUnsaved()) dispatchEvent(new CustomEvent('portal:ended', { detail: '' }));
  else location.replace(signInAt);
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
  if (!tabs || usedAt - toldAt < TOLD_EVERY) return;
  toldAt = usedAt;
  tabs.postMessage('used');
};

/* She is asked to sign in on this page, which still has what she typed: there is nothing to see and all to lose. */
addEventListener('portal:ended', () => {
  isOver = true;
  root.classList.remove('resting');
});

if (idle) {
  for (const kind of ['pointerdown', 'pointermove', 'keydown', 'input', 'scroll']) {
    addEventListener(kind, used, { passive: true, capture: true });
  }
  if (tabs) tabs.onmessage = () => { usedAt = Date.now(); };
  /* A phone that slept did not count. */
  document.addEventListener('visibilitychange', look);
  look();
}
