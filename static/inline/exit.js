/* Leaving, before anything else on the page has loaded. One hash in the content security policy covers this file, so
   everything that differs from page to page is read from attributes of the document element. */
(() => {
  'use strict';
  const root = document.documentElement;
  const { leave: destination, plain: plainTitle, keys, load, cover, rest } = root.dataset;
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('tabs') : null;
  let hasLeft = false;

  const wipe = () => {
    root.replaceChildren(document.createElement('head'));
    document.title = plainTitle;
  };

  const leave = (tellOthers) => {
    if (hasLeft) return;
    hasLeft = true;
    wipe();
    for (const name of keys.split(' ')) document.cookie = name + '=; Max-Age=0; Path=/; Secure; SameSite=Strict';
    try {
      localStorage.clear();
      sessionStorage.clear();
    } catch (blocked) {
      /* Storage is switched off, so there is nothing in it. */
    }
    if (tellOthers && tabs) tabs.postMessage('left');
    dispatchEvent(new Event('portal:left'));
    /* A worker is there because she wants it: it stays. */
    const kept = navigator.serviceWorker?.controller ? { kept: '1' } : {};
    if (navigator.sendBeacon) navigator.sendBeacon('/x', new URLSearchParams({ beacon: '1', ...kept }));
    /* An installed app would open another site over itself, and stay beneath. */
    location.replace(matchMedia('(display-mode: standalone)').matches ? rest : destination);
  };

  if (tabs) tabs.onmessage = () => leave(false);

  addEventListener('click', (event) => {
    const at = event.target.closest ? event.target : event.target.parentElement;
    if (!at) return;
    if (at.closest('[form="exit"]')) {
      event.preventDefault();
      event.stopImmediatePropagation();
      leave(true);
      return;
    }
    const link = at.closest('a[href]');
    const isOurs = link && link.origin === location.origin && !link.target;
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
    document.addEventListener('visibilitychange', () => root.classList.toggle('covered', document.hidden));
  }
  addEventListener('load', () => import(load));
})();
