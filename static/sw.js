/* The worker of a phone that is only hers: it keeps the few files that pages load and, in one language, two pages that
   are the same for everyone. No answer that belongs to a person is ever kept. The server writes RELEASE before this:
   { version, files }. */
const NAME = `files-${RELEASE.version}`;
const KEPT_PAGE = /^\/(plain|numbers)\/([A-Za-z_]+)$/;

const found = (address) => caches.match(address, { ignoreVary: true });

/* What is kept, by its address: of this release, and of the one before while it is being replaced. */
const pagesKept = async () => {
  const names = await caches.keys();
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  const addresses = requests.flat().map((request) => new URL(request.url).pathname);
  return [...new Set(addresses.filter((address) => KEPT_PAGE.test(address)))];
};

/* Asked for as a stranger asks, so that nothing of hers can be in it. */
const keep = async (addresses) => {
  const cache = await caches.open(NAME);
  await Promise.all(addresses.map(async (address) => {
    const answer = await fetch(address, { credentials: 'omit', cache: 'no-store' });
    if (!answer.ok || answer.redirected) throw new Error('not kept');
    await cache.put(address, answer);
  }));
};

const drop = async (addresses) => {
  const cache = await caches.open(NAME);
  await Promise.all(addresses.map((address) => cache.delete(address, { ignoreVary: true })));
};

/* What a page wishes: both pages in its language, and the numbers kept (true), not kept (false) or left as they are. */
const settle = async ({ language, numbers }) => {
  const kept = await pagesKept();
  const isKept = numbers ?? kept.some((address) => address.startsWith('/numbers/'));
  if (language === undefined && numbers === undefined) return isKept;
  const wished = [`/plain/${language}`, ...(isKept ? [`/numbers/${language}`] : [])];
  if (!wished.every((address) => KEPT_PAGE.test(address))) return false;
  await keep(wished.filter((address) => !kept.includes(address)));
  await drop(kept.filter((address) => !wished.includes(address)));
  return isKept;
};

/* In place of a page that could not be reached. */
const instead = async (address) => {
  const kept = await pagesKept();
  const kinds = address.startsWith('/numbers') ? ['/numbers/', '/plain/'] : ['/plain/'];
  const page = kinds.map((kind) => kept.find((one) => one.startsWith(kind))).find(Boolean);
  return (page && await found(page)) || Response.error();
};

addEventListener('install', (event) => event.waitUntil((async () => {
  try {
    await keep([...RELEASE.files, ...await pagesKept()]);
  } catch (trouble) {
    /* Half a release is none; the one before goes on. */
    await caches.delete(NAME);
    throw trouble;
  }
  await skipWaiting();
})()));

addEventListener('activate', (event) => event.waitUntil((async () => {
  const former = (await caches.keys()).filter((name) => name !== NAME);
  await Promise.all(former.map((name) => caches.delete(name)));
  await clients.claim();
})()));

addEventListener('message', (event) => event.waitUntil((async () => {
  const [port] = event.ports;
  try {
    port.postMessage({ numbers: await settle(event.data) });
  } catch (trouble) {
    port.postMessage({ trouble: true });
  }
})()));

addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  const isKept = RELEASE.files.includes(pathname) || KEPT_PAGE.test(pathname);
  if (!isKept && request.mode !== 'navigate') return;
  event.respondWith((async () => {
    try {
      return (isKept && await found(pathname)) || await fetch(request);
    } catch (trouble) {
      return instead(pathname);
    }
  })());
});
