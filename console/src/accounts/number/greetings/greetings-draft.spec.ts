import { changesOf, draftOf, type GreetingsDraft } from './greetings-draft';

const BEFORE = draftOf({
  isWelcomeMessageOn: false,
  iceBreakers: ['Where are you?'],
  commands: [{ name: 'hours', description: 'Our opening hours' }],
});
const changed = (change: Partial<GreetingsDraft>) => changesOf(BEFORE, { ...BEFORE, ...change });

describe('The changes of greetings', () => {
  it('are what was changed alone', () => {
    expect(changed({})).toEqual({});
    expect(changed({ isWelcomeMessageOn: true })).toEqual({ isWelcomeMessageOn: true });
    expect(changed({ iceBreakers: ['Where are you? '] })).toEqual({});
    expect(changed({ iceBreakers: [] })).toEqual({ iceBreakers: [] });
  });

  it('have commands without the slash that people write', () => {
    const commands = [{ name: ' /menu', description: 'What there is ' }];
    expect(changed({ commands })).toEqual({ commands: [{ name: 'menu', description: 'What there is' }] });
  });
});
