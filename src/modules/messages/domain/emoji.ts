/** Every emoji that is one picture to a person, flags, families and skins among them. Not in the syntax of TypeScript's target. */
const ONE_EMOJI = new RegExp('^\\p{RGI_Emoji}$', 'v');

export function isOneEmoji(text: string): boolean {
  return ONE_EMOJI.test(text) || ONE_EMOJI.test(`${text}\ufe0f`);
}
