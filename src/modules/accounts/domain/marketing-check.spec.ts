import { checkMarketing } from './marketing-check.js';

describe('Marketing check', () => {
  const standing = (onboardingStatus: string | null, isRequired = false) => ({ onboardingStatus, isRequired });

  it('passes where marketing templates go the way that was chosen', () => {
    expect(checkMarketing('OFF', standing('ONBOARDED')).outcome).toBe('PASSED');
    expect(checkMarketing('OFF', null).outcome).toBe('PASSED');
    expect(checkMarketing('STRICT', standing('ONBOARDED', true)).outcome).toBe('PASSED');
    expect(checkMarketing('CLOUD_API_FALLBACK', standing('ONBOARDED')).outcome).toBe('PASSED');
  });

  it('warns where Meta takes them by its API alone, and that is off', () => {
    expect(checkMarketing('OFF', standing('ONBOARDED', true))).toMatchObject({ outcome: 'WARNING' });
  });

  it('warns where the account has not been onboarded, and says what becomes of them', () => {
    expect(checkMarketing('STRICT', standing('ELIGIBLE')).message).toMatch(/refused/);
    expect(checkMarketing('CLOUD_API_FALLBACK', standing('INELIGIBLE')).message).toMatch(/ordinary/);
    expect(checkMarketing('STRICT', standing(null)).outcome).toBe('WARNING');
    expect(checkMarketing('CLOUD_API_FALLBACK', null).outcome).toBe('WARNING');
  });
});
