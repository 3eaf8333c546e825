import { readSaved, save } from '../parts/state/saved';

const WORKER = '/push-worker.js';
const KEY = 'push';

/** What the server has to know of a browser to push to it. */
export interface PushAddress {
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** Who chose to be pushed to in this browser, and in which sign-in the server was told last. */
export interface Chosen {
  userId: string;
  sessionId: string;
}

/** Null: nobody has. */
export function chosenHere(): Chosen | null {
  const saved = readSaved(KEY) as Partial<Chosen> | null;
  return typeof saved?.userId === 'string' && typeof saved.sessionId === 'string' ? (saved as Chosen) : null;
}

/** Null forgets it. */
export function rememberChosen(chosen: Chosen | null): void {
  save(KEY, chosen);
}

/** Whether this browser can be pushed to: not over http, and not in a private window of some. */
export function canBePushed(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window && isSecureContext;
}

/** Asks the person, unless they have answered before, and the browser's push service. @returns null: they said no @throws Error where there is no push service */
export async function subscribe(publicKey: string): Promise<PushAddress | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null;
  const registration = await navigator.serviceWorker.register(WORKER);
  await navigator.serviceWorker.ready;
  const former = await registration.pushManager.getSubscription();
  if (former !== null) await former.unsubscribe(); // it may be bound to another key
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(publicKey),
  });
  const { endpoint, keys } = subscription.toJSON();
  if (endpoint === undefined || keys?.p256dh === undefined || keys.auth === undefined)
    throw new Error('A subscription without an address.');
  return { endpoint, p256dh: keys.p256dh, auth: keys.auth };
}

/** Where a click on a push leads, while the console is open. */
export function onPushOpened(open: (path: string) => void): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined;
  const hear = ({ data, ports }: MessageEvent): void => {
    const { open: path } = (data ?? {}) as { open?: unknown };
    if (typeof path !== 'string' || !path.startsWith('/')) return;
    open(path);
    ports[0]?.postMessage(true);
  };
  navigator.serviceWorker.addEventListener('message', hear);
  navigator.serviceWorker.startMessages();
  return () => navigator.serviceWorker.removeEventListener('message', hear);
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
