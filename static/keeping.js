/* What a phone that is only hers may keep: asked for on the page of numbers, or wished by installing the portal. On a
   shared phone everything that was kept is taken off. */
const root = document.documentElement;
const { serviceWorker } = navigator;
const isInstalled = matchMedia('(display-mode: standalone)').matches;
const offer = document.querySelector('[data-keeping]');
const WORKER = '/sw.js';

/* The one address that may ever become a worker. */
const ours = (address) => {
  if (address !== WORKER) throw new TypeError('no other worker is run here');
  return address;
};
const policy = window.trustedTypes?.createPolicy('worker', { createScriptURL: ours });

/* Wait until a worker stands by. One whose files could not all be had goes away again. */
const register = async () => {
  const registration = await serviceWorker.register(policy ? policy.createScriptURL(WORKER) : WORKER);
  const coming = registration.installing ?? registration.waiting;
  if (registration.active || !coming) return;
  await new Promise((resolve, reject) => {
    const look = () => {
      if (coming.state === 'activated') resolve();
      if (coming.state === 'redundant') reject(new Error('not kept'));
    };
    coming.addEventListener('statechange', look);
    look();
  });
};

/* Tell the worker a wish; it answers whether the numbers are kept. */
const tell = async (wish) => {
  const { active } = await serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
  active.postMessage(wish, [port2]);
  const { numbers, trouble } = await answer;
  if (trouble) throw new Error('not kept');
  return numbers;
};

const takeAllOff = async () => {
  const registrations = await serviceWorker.getRegistrations();
  await Promise.all(registrations.map((registration) => registration.unregister()));
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
};

const show = (isKept) => {
  if (!offer) return;
  if (isKept) offer.dataset.keeping = 'kept';
  else if (root.dataset.worker === 'allowed') offer.dataset.keeping = 'unkept';
  else offer.dataset.keeping = '';
};

const answering = (press) => async () => {
  const line = offer.querySelector('[role="status"]');
  line.textContent = '';
  try {
    show(await press());
  } catch (trouble) {
    line.textContent = line.dataset.trouble;
  }
};

const keepNumbers = async () => {
  await register();
  return tell({ language: root.lang, numbers: true });
};

const takeNumbersOff = async () => {
  if (isInstalled) return tell({ language: root.lang, numbers: false });
  await takeAllOff();
  return false;
};

const start = async () => {
  if (root.dataset.worker === 'unwanted') return takeAllOff();
  const isAllowed = root.dataset.worker === 'allowed';
  if (isAllowed && isInstalled) await register();
  const isThere = Boolean((await serviceWorker.getRegistration())?.active);
  const isKept = isThere && await tell(isAllowed ? { language: root.lang } : {});
  offer?.querySelector('[data-keep]').addEventListener('click', answering(keepNumbers));
  offer?.querySelector('[data-take-off]').addEventListener('click', answering(takeNumbersOff));
  return show(isKept);
};

/* Without a connection nothing new can be kept; what is kept already stays. */
start().catch(() => {});
