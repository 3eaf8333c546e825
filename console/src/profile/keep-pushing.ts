import { request } from '../graphql/request';
import { canBePushed, chosenHere, rememberChosen, subscribe } from '../live/push';
import { ADD_DEVICE, PUSHED_HERE } from './notification-documents';

/**
 * Keeps pushing to a browser that somebody chose: the server forgets it with the sign-in, so it is told again at the next one.
 * Not for anybody else, not where the browser would have to ask, and not after the person removed it.
 */
export async function keepPushing(userId: string): Promise<void> {
  const chosen = chosenHere();
  if (chosen?.userId !== userId || !canBePushed() || Notification.permission !== 'granted') return;
  const { notificationSettings: settings, sessions } = await request(PUSHED_HERE, {});
  const session = sessions.find(({ isCurrent }) => isCurrent);
  if (session === undefined || settings.devices.some(({ isCurrent }) => isCurrent)) return;
  if (session.id === chosen.sessionId) return rememberChosen(null); // it was removed, here or from elsewhere
  const address = await subscribe(settings.pushPublicKey);
  if (address === null) return;
  const { addPushDevice } = await request(ADD_DEVICE, { input: address });
  if (addPushDevice.errors.length === 0) rememberChosen({ userId, sessionId: session.id });
}
