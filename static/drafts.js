/* What is typed into a long form is saved on the server while it is typed. Nothing of it is kept in the browser. */
const PAUSE = 1000;
const AT_LATEST = 5000;
const TRY_AGAIN = 5000;
const LONGEST_WAIT = 3000;

/* When a save comes: while somebody types, before the page does something else, or as it goes away. */
const AGAIN = 'again';
const LAST = 'last';
const LEAVING = 'leaving';

/* By the address that their form stands at: a part put in place anew goes on where the one before it was. */
const drafts = new Map();
let hasLeft = false;

const placeOf = (form) => (form?.dataset?.unsent ? form.elements.unsent_at.value : undefined);
const standing = (place) => [...document.forms].find((form) => placeOf(form) === place);
const wordsFor = (form) => form.querySelector('[formaction]').dataset;
const line = () => document.getElementById('status') || {};

/* All that the form would send, but for passphrases and codes. */
const typedInto = (form) => {
  const typed = new FormData(form);
  for (const { name, type, autocomplete } of form.elements) {
    if (type === 'password' || autocomplete === 'one-time-code') typed.delete(name);
  }
  return new URLSearchParams(typed);
};

const post = async (form, when) => {
  const answer = await fetch(form.dataset.unsent, {
    method: 'POST',
    body: typedInto(form),
    headers: { 'Portal-By-Itself': when === AGAIN ? 'again' : 'last' },
    signal: AbortSignal.timeout?.(20000),
    keepalive: when === LEAVING,
  });
  return answer.status;
};

/* She signed in anew: the form takes the token of her new session from a page. The server knows for whom the form was
   opened, and takes nothing of it from anybody else. */
export const renew = async (form, address, signal) => {
  const page = await (await fetch(address, { signal })).text();
  const token = /name="csrf_token" value="([^"]+)"/.exec(page)?.[1];
  if (token) form.elements.csrf_token.value = token;
};

const send = async (form, when) => {
  try {
    const status = await post(form, when);
    if (status !== 400) return status;
    const { value: former } = form.elements.csrf_token;
    await renew(form, placeOf(form));
    const renewed = await post(form, when);
    /* Somebody else has signed in: nothing typed here may be sent in that name. */
    if (renewed === 404) form.elements.csrf_token.value = former;
    return renewed;
  } catch (unreachable) {
    return 0;
  }
};

/* Said only when something went wrong, or is right again: a line for every pause in typing would be noise. */
const tell = (draft, status) => {
  const words = wordsFor(draft.form);
  if (status === 204) {
    if (line().textContent === words.notKept) line().textContent = words.kept;
  } else if (status === 413) {
    line().textContent = words.tooLong;
  } else if (status === 200 || status === 401) {
    /* Signed out: another page answers in place of ours. The words stay here, unseen, until she has signed in again. */
    dispatchEvent(new CustomEvent('portal:ended', { detail: words.ended }));
  } else {
    /* That a form was not sent says enough. */
    line().textContent ||= words.notKept;
    if (status === 0 || status === 429 || status >= 500) later(draft, TRY_AGAIN);
  }
};

/* One save at a time, or the older could come last; a page that goes away has no time to wait. */
const save = (draft, when) => {
  clearTimeout(draft.timer);
  draft.form = standing(placeOf(draft.form)) || draft.form;
  draft.isTyped = false;
  const saving = Promise.resolve(when === LEAVING ? null : draft.saving)
    .then(() => (hasLeft ? 204 : send(draft.form, when)))
    .then((status) => {
      if (draft.saving !== saving || hasLeft) return status;
      draft.saving = null;
      if (status !== 204) draft.isTyped = true;
      tell(draft, status);
      return status;
    });
  draft.saving = saving;
  return saving;
};

const later = (draft, wait) => {
  clearTimeout(draft.timer);
  draft.timer = setTimeout(() => save(draft, AGAIN), wait);
};

const draftOf = (form) => {
  const place = placeOf(form);
  if (place === undefined || hasLeft) return null;
  const draft = drafts.get(place) || { timer: 0, since: 0, isTyped: false, saving: null };
  drafts.set(place, draft);
  draft.form = form;
  return draft;
};

/* Give a promise for when everything typed is saved, or has had its time to be. */
export const settled = () => {
  const waits = [...drafts.values()].flatMap((draft) => (draft.isTyped ? [save(draft, LAST)] : draft.saving || []));
  const patience = new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT));
  return waits.length ? Promise.race([Promise.all(waits), patience]) : Promise.resolve();
};

/* Say whether something typed lies here alone. */
export const hasUnsaved = () => [...drafts.values()].some((draft) => draft.isTyped || draft.saving);

/* Save what a form could not send, or could not throw away. */
export const keep = (form) => {
  const draft = draftOf(standing(form.elements?.unsent_at?.value));
  if (draft) save(draft, LAST);
};

addEventListener('input', ({ target }) => {
  const draft = draftOf(target.form);
  if (!draft) return;
  if (!draft.isTyped) draft.since = Date.now();
  draft.isTyped = true;
  later(draft, Math.max(0, Math.min(PAUSE, draft.since + AT_LATEST - Date.now())));
});

const saveByButton = (form) => {
  const draft = draftOf(form);
  if (!draft) return;
  line().textContent = '';
  save(draft, LAST).then((status) => {
    if (status === 204 && !hasLeft) line().textContent = wordsFor(form).kept;
  });
};

const heldBack = new WeakSet();

addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  if (form.id === 'exit' || heldBack.delete(form)) return;
  const isSaved = Boolean(form.dataset.unsent && submitter?.hasAttribute('formaction'));
  const own = drafts.get(form.elements.unsent_at?.value);
  if (own && !isSaved) {
    /* Sent or thrown away: what is typed in it is saved no more, and a save under way must not come after. */
    clearTimeout(own.timer);
    own.isTyped = false;
  }
  if (!isSaved && !hasUnsaved()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (isSaved) {
    saveByButton(form);
    return;
  }
  settled().then(() => {
    if (hasLeft || !form.isConnected) return;
    heldBack.add(form);
    form.requestSubmit(submitter);
  });
}, true);

const saveAtOnce = () => {
  if (!hasLeft) drafts.forEach((draft) => draft.isTyped && save(draft, LEAVING));
};

addEventListener('pagehide', saveAtOnce);
document.addEventListener('visibilitychange', () => document.hidden && saveAtOnce());
addEventListener('portal:left', () => {
  hasLeft = true;
  drafts.forEach((draft) => clearTimeout(draft.timer));
});
