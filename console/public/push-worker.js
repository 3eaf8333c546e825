// Shows what the server pushes while nobody looks at the console, and opens it where a click leads.
const ANSWERS_WITHIN_MS = 1_000;

self.addEventListener('push', (event) => {
  const { id, title, body, path } = event.data.json();
  event.waitUntil(show(title, { body, tag: id, icon: '/icon.svg', data: { path } }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});

/** Unless somebody is looking at it: the page itself says it then. */
async function show(title, options) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.some(({ focused }) => focused)) return;
  await self.registration.showNotification(title, options);
}

/** In a console that is open already, else in a window of its own. */
async function open(path) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of pages) if (await leads(page, path)) return page.focus();
  return self.clients.openWindow(path);
}

/** Whether the page is a console in which somebody is signed in, and goes there: others do not answer. */
function leads(page, path) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(true);
    setTimeout(() => resolve(false), ANSWERS_WITHIN_MS);
    page.postMessage({ open: path }, [port2]);
  });
}
