/** Push services of the browsers; a name that begins with *. stands for all below it. */
export const BROWSERS_PUSH_SERVICES: readonly string[] = [
  'fcm.googleapis.com',
  'jmt17.google.com',
  'updates.push.services.mozilla.com',
  'web.push.apple.com',
  '*.push.apple.com',
  '*.notify.windows.com',
];

/**
 * Whether pushes may be sent to this address: https at a service that is known, or at an origin that the server's own settings name
 * (`https://push.example.com`). Browsers say where they want to be reached, and nobody may send this server elsewhere.
 */
export function isPushService(endpoint: string, origins: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { origin, protocol, hostname, port, username, password } = new URL(endpoint);
  if (username !== '' || password !== '') return false;
  if (origins.includes(origin)) return true;
  const isKnown = BROWSERS_PUSH_SERVICES.some((name) =>
    name.startsWith('*.') ? hostname.endsWith(name.slice(1)) : hostname === name,
  );
  return protocol === 'https:' && port === '' && isKnown;
}
