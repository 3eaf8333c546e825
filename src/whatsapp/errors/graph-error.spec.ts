import { ERROR_CATALOGUE, metaErrorOf } from './error-catalogue.js';
import { refusalFrom } from './graph-error.js';

describe('Meta’s errors', () => {
  it('are read in every shape', () => {
    expect(
      refusalFrom({ code: 131047, message: 'Re-engagement', error_data: { details: 'too late' }, fbtrace_id: 'A' }),
    ).toMatchObject({ details: 'too late', traceId: 'A', handling: 'FIX_INPUT' });
    expect(
      refusalFrom({
        code: 100,
        error_subcode: 2388024,
        error_user_title: 'Exists',
        error_user_msg: 'There is one',
        error_data: 'bare',
      }),
    ).toMatchObject({ subcode: 2388024, title: 'Exists', details: 'There is one' });
    expect(refusalFrom({ code: 131026, title: 'Undeliverable', error_data: 'a bare text' })).toMatchObject({
      details: 'a bare text',
      handling: 'STOP_RECIPIENT',
    });
    expect(refusalFrom({})).toMatchObject({ code: 0, handling: 'FIX_ACCOUNT' });
  });

  it('are each in the catalogue once, with advice, in order', () => {
    expect(ERROR_CATALOGUE.every(({ advice, title }) => advice.length > 20 && title !== '')).toBe(true);
  });

  it('are retried only where nothing was sent', () => {
    const retried = ERROR_CATALOGUE.filter(({ handling }) => handling === 'RETRY_LATER').map(({ code }) => code);
    expect(retried).toEqual(expect.arrayContaining([4, 80007, 130429, 131056, 131057, 134101]));
    for (const never of [1, 2, 131000, 131016, 131047, 131049, 131050, 133004, 190])
      expect(retried).not.toContain(never);
  });

  it('have a safe default when unknown', () => {
    expect(metaErrorOf(987654).handling).toBe('FIX_INPUT');
    expect(metaErrorOf(245).handling).toBe('FIX_ACCOUNT');
  });
});
