import type { ShownProfileFragment } from '../../../generated/graphql';
import { changesOf, draftOf, type ProfileDraft } from './profile-draft';

const PROFILE: ShownProfileFragment = {
  about: 'We love plants',
  address: null,
  description: 'Seeds and pots',
  email: 'hi@garden.example',
  websites: ['https://garden.example'],
  vertical: 'RETAIL',
  pictureUrl: null,
};
const changed = (change: Partial<ProfileDraft>) => changesOf(draftOf(PROFILE), { ...draftOf(PROFILE), ...change });

describe('The changes of a profile', () => {
  it('are none where nothing is changed, also by blanks', () => {
    expect(changed({})).toEqual({});
    expect(changed({ about: ' We love plants ' })).toEqual({});
  });

  it('are what was changed alone', () => {
    expect(changed({ address: ' 1 Garden Lane ', vertical: 'GROCERY' })).toEqual({
      address: '1 Garden Lane',
      vertical: 'GROCERY',
    });
    expect(changed({ pictureMediaId: 'picture' })).toEqual({ pictureMediaId: 'picture' });
  });

  it('take away what was emptied', () => {
    expect(changed({ about: '', email: ' ', websites: [] })).toEqual({ about: null, email: null, websites: [] });
  });

  it('keep an empty website, which is refused where it stands', () => {
    expect(changed({ websites: ['', 'https://pots.example'] })).toEqual({ websites: ['', 'https://pots.example'] });
  });
});
