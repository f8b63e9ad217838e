/* Leaving, before anything else on the page has loaded. One hash in the content security policy covers this file, so
   everything that differs from page to page is read from attributes of the document element. */
(() => {
  'use strict';
  const root = document.documentElement;
  const { leave: destination, plain: plainTitle, to = '', keys, load, cover, few, shift, taps, rest } = root.dataset;
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('tabs') : null;
  let hasLeft = false;

  const wipe = () => {
    root.replaceChildren(document.createElement('head'));
    document.title = plainTitle;
  };

  /* Where a beacon is refused, the same is asked in a way that outlives the page, and then in one that may. */
  const endSession = (body) => {
    if (navigator.sendBeacon?.('/x', body)) return;
    const ask = (keepalive) => fetch('/x', { method: 'POST', body, keepalive });
    ask(true).catch(() => ask(false)).catch(() => {});
  };

  const leave = (tellOthers) => {
    if (hasLeft) return;
    hasLeft = true;
    wipe();
    /* A page that is still on its way would go on growing in the emptied one. */
    stop();
    for (const name of keys.split(' ')) document.cookie = name + '=; Max-Age=0; Path=/; Secure; SameSite=Strict';
    try {
      localStorage.clear();
      sessionStorage.clear();
    } catch (blocked) {
      /* Storage is switched off, so there is nothing in it. */
    }
    if (tellOthers && tabs) tabs.postMessage('left');
    dispatchEvent(new Event('portal:left'));
    /* A worker is there because she wants it: it stays, but on a phone that others use too. */
    const isKept = root.dataset.worker !== 'unwanted' && navigator.serviceWorker?.controller;
    endSession(new URLSearchParams({ beacon: '1', to, ...(isKept && { kept: '1' }) }));
    /* An installed app would open another site over itself, and stay beneath. */
    location.replace(matchMedia('(display-mode: standalone)').matches ? rest : destination);
  };

  if (tabs) tabs.onmessage = () => leave(false);

  /* Three presses that follow one another within this time leave; a key held for longer than that is no press. */
  const BETWEEN = 700;
  const HELD = 500;
  let fading;

  const show = (count) => {
    clearTimeout(fading);
    const button = document.querySelector('.exit');
    if (!button) return;
    if (count) {
      button.dataset.count = count + '/3';
      fading = setTimeout(show, BETWEEN, 0);
    } else delete button.dataset.count;
  };

  const thrice = () => {
    let count = 0;
    let latest = 0;
    return {
      add(at) {
        count = count && at - latest <= BETWEEN ? count + 1 : 1;
        latest = at;
        show(count);
        if (count === 3) leave(true);
      },
      forget() {
        if (count) show(0);
        count = 0;
      },
    };
  };

  const presses = thrice();
  const touches = thrice();
  let downAt = null;

  const forgetPresses = () => {
    downAt = null;
    presses.forget();
  };

  if (shift !== undefined) {
    addEventListener('keydown', (event) => {
      /* Shift by itself, and not as a part of anything else: neither a capital nor a switch of the keyboard. */
      const isAlone = event.key === 'Shift' && downAt === null && !event.repeat && !event.isComposing
        && !event.ctrlKey && !event.altKey && !event.metaKey;
      if (isAlone) downAt = event.timeStamp;
      else forgetPresses();
    }, true);
    addEventListener('keyup', (event) => {
      if (event.key !== 'Shift') return;
      const isPress = downAt !== null && event.timeStamp - downAt <= HELD;
      downAt = null;
      if (isPress) presses.add(event.timeStamp);
      else presses.forget();
    }, true);
    for (const other of ['pointerdown', 'blur']) addEventListener(other, forgetPresses, true);
  }

  addEventListener('click', (event) => {
    const at = event.target.closest ? event.target : event.target.parentElement;
    if (!at) return;
    if (at.closest('[form="exit"]')) {
      event.preventDefault();
      event.stopImmediatePropagation();
      leave(true);
      return;
    }
    if (taps !== undefined) {
      if (at.closest('.top .name')) touches.add(event.timeStamp);
      else touches.forget();
    }
    const link = at.closest('a[href]');
    const isOurs = few !== undefined && link && link.origin === location.origin && !link.target;
    if (isOurs && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
      /* Replaced, not added: the visit leaves one line in the browser's history instead of one for each page. */
      event.preventDefault();
      location.replace(link.href);
    }
  }, true);

  addEventListener('submit', (event) => {
    /* Signing out stays in the portal; what other tabs show belongs to the session that ends. */
    if (tabs && event.target.matches('[action$="/sign-out"]')) tabs.postMessage('left');
  }, true);
  addEventListener('pagehide', wipe);
  addEventListener('pageshow', (event) => {
    if (event.persisted) {
      wipe();
      location.reload();
    }
  });
  addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), true);
  if (cover !== undefined) {
    const coverWhileHidden = () => root.classList.toggle('covered', document.hidden);
    document.addEventListener('visibilitychange', coverWhileHidden);
    coverWhileHidden();
  }
  addEventListener('load', () => hasLeft || import(load));
})();
