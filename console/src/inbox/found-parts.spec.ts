import { foundParts } from './found-parts';

const marked = (text: string, search: string): string =>
  foundParts(text, search)
    .map(({ text: part, isFound }) => (isFound ? `[${part}]` : part))
    .join('');

describe('The place of a find', () => {
  it('is marked without regard to case and accents', () => {
    expect(marked('Zoë asked for ALOE', 'zoe aloe')).toBe('[Zoë] asked for [ALOE]');
  });

  it('is shown with a little of what stands around it', () => {
    const shown = marked(`${'before '.repeat(30)}needle ${'after '.repeat(60)}`, 'needle');
    expect(shown).toMatch(/^….{1,45}\[needle\].+…$/);
  });

  it('counts characters of two units as what they are', () => {
    expect(marked('🌵🌵 cactus', 'cactus')).toBe('🌵🌵 [cactus]');
  });

  it('is nowhere when the words are not in it', () => {
    expect(marked('Hello', 'none')).toBe('Hello');
  });
});
