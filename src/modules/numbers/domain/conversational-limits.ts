import { because, type Because } from '../../../common/errors/because.js';
import type { Problem } from '../../../common/errors/domain-error.js';
import { hasVisible } from '../../../common/text/visible-text.js';
import type { ChatCommand } from '../../../whatsapp/numbers/conversational-api.js';

/** Meta's limits, in characters. */
export const MAX_ICE_BREAKER_LENGTH = 80;
export const MAX_ICE_BREAKERS = 4;
export const MAX_COMMANDS = 30;
export const MAX_COMMAND_NAME_LENGTH = 32;
export const MAX_COMMAND_DESCRIPTION_LENGTH = 256;
/** Also a digit in a box, and what else is drawn as an emoji by a mark behind it. */
const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f/u;

/** What Meta would not take of ice breakers and commands, beside their number and what each command's own checks say. */
export function conversationalProblems(iceBreakers: readonly string[], commands: readonly ChatCommand[]): Problem[] {
  return [
    ...iceBreakers.flatMap((text, index) => iceBreakerProblems(text, ['iceBreakers', String(index)])),
    ...commands.flatMap(({ name, description }, index) => {
      const isTaken = commands.slice(0, index).some((other) => other.name.toLowerCase() === name.toLowerCase());
      return [
        ...(isTaken
          ? [refused('DUPLICATE', because('COMMAND_TWICE', { name }), ['commands', String(index), 'name'])]
          : []),
        ...emojiProblems(description, ['commands', String(index), 'description']),
      ];
    }),
  ];
}

function iceBreakerProblems(text: string, path: string[]): Problem[] {
  if (!hasVisible(text)) return [refused('REQUIRED', because('FILL_IN'), path)];
  const limit = MAX_ICE_BREAKER_LENGTH;
  if ([...text].length > limit)
    return [{ ...refused('TOO_LONG', because('TOO_MANY_CHARACTERS', { limit }), path), limit }];
  return emojiProblems(text, path);
}

function emojiProblems(text: string, path: string[]): Problem[] {
  return EMOJI.test(text) ? [refused('INVALID_INPUT', because('EMOJI_NOT_TAKEN'), path)] : [];
}

function refused(code: Problem['code'], why: Because, path: string[]): Problem {
  return { code, ...why, path };
}
