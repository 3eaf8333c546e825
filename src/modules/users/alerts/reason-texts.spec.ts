import { because } from '../../../common/errors/because.js';
import { ReasonTexts } from './reason-texts.js';

const texts = new ReasonTexts();

describe('What the server says by itself', () => {
  it('is said in the language of the person, with the sentences within it', () => {
    const notice = because('NOTICE_TOKEN_NEEDED', { why: because('ACCOUNT_ARCHIVED') });
    const said = texts.say(notice.message, notice, 'de');
    expect(said).toContain('Das Konto ist archiviert.');
    expect(said).not.toContain('Nothing is sent');
  });

  it.each(['en', 'tlh'])('is English where the language has no sentence: %s', (language) => {
    const notice = because('NOTICE_SCHEDULED_FAILED');
    expect(texts.say(notice.message, notice, language)).toBe('A scheduled message was not sent');
  });

  it('is as it stands where it has no wording, or was written anew since', () => {
    expect(texts.say('Ada Lovelace', null, 'de')).toBe('Ada Lovelace');
    expect(texts.say('Anew', because('NOTICE_SCHEDULED_FAILED'), 'de')).toBe('Anew');
  });
});
