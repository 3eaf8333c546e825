import type { WordingFragment } from '../generated/graphql';
import { readSaved, save } from '../parts/state/saved';
import { Store } from '../parts/state/store';

interface Told {
  id: string;
  title: string;
  titleWording: WordingFragment | null;
  body: string;
  bodyWording: WordingFragment | null;
  conversation: { id: string } | null;
}

const KEY = 'notifications';
let open: (conversationId: string) => void = () => undefined;
let say = (text: string, _wording: WordingFragment | null): string => text;

/** Whether this browser pops up what happens while nobody looks at the page. */
export const popsUp = new Store(readSaved(KEY) === true && isPermitted());

/** Where a click on a notification leads. */
export function onNotificationOpened(opened: (conversationId: string) => void): void {
  open = opened;
}

/** How the texts of notifications are said: in the language of the page. */
export function onNotificationSaid(said: typeof say): void {
  say = said;
}

/** Switches them on or off; browsers ask the person the first time. @returns whether they are on now */
export async function choosePopUps(wanted: boolean): Promise<boolean> {
  const isOn = wanted && 'Notification' in window && (await Notification.requestPermission()) === 'granted';
  save(KEY, isOn);
  popsUp.set(isOn);
  return isOn;
}

/** Pops it up, once for all tabs, unless somebody is looking at the page. */
export function notify({ id, title, titleWording, body, bodyWording, conversation }: Told): void {
  if (!popsUp.get() || !isPermitted() || (document.visibilityState === 'visible' && document.hasFocus())) return;
  const shown = new Notification(say(title, titleWording), {
    body: say(body, bodyWording),
    tag: id,
    icon: '/icon.svg',
  });
  shown.onclick = () => {
    window.focus();
    shown.close();
    if (conversation !== null) open(conversation.id);
  };
}

function isPermitted(): boolean {
  return 'Notification' in window && Notification.permission === 'granted';
}
