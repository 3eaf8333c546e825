import { isPushService } from './push-services.js';

describe('Push services', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://wns2-par02p.notify.windows.com/w/?token=abc',
    'https://web.push.apple.com/abc',
    'https://push.example.com:8443/abc',
  ])('%s is one', (endpoint) => {
    expect(isPushService(endpoint, ['https://push.example.com:8443'])).toBe(true);
  });

  it.each([
    'http://fcm.googleapis.com/fcm/send/abc',
    'https://fcm.googleapis.com:22/',
    'https://fcm.googleapis.com.example.com/',
    'https://evilnotify.windows.com/',
    'https://user@fcm.googleapis.com/',
    'https://127.0.0.1/',
    'https://push.example.com/abc',
    'file:///etc/passwd',
    'nonsense',
    '',
  ])('%s is none', (endpoint) => {
    expect(isPushService(endpoint, ['https://push.example.com:8443'])).toBe(false);
  });
});
