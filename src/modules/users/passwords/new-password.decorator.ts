import { applyDecorators } from '@nestjs/common';
import { ValidateBy } from 'class-validator';
import { refusedBecause, Text, TextLike } from '../../../common/graphql/input-checks.js';
import { because } from '../../../common/errors/because.js';
import { isLeakedPassword } from '../domain/passwords/leaked-passwords.js';

/** At most 1,000 characters, which are 3,000 bytes: argon2 takes them all, none is cut off. */
const MAX_LENGTH = 1_000;
const LONG_ENOUGH = /^[\s\S]{10,}$/;

/** A password that somebody chooses: 10 to 1,000 characters, and none of those that were leaked most often. */
export function NewPassword({ optional = false }: { optional?: boolean } = {}): PropertyDecorator {
  return applyDecorators(
    Text({ max: MAX_LENGTH, kind: 'LINES', optional }),
    TextLike(LONG_ENOUGH, because('PASSWORD_TOO_SHORT'), 'INVALID_INPUT'),
    ValidateBy(
      { name: 'isNotLeaked', async: true, validator: { validate: isNotLeaked } },
      refusedBecause(because('PASSWORD_LEAKED')),
    ),
  );
}

/** What is no text, too short or too long is refused for that. */
async function isNotLeaked(value: unknown): Promise<boolean> {
  return (
    typeof value !== 'string' ||
    !LONG_ENOUGH.test(value) ||
    value.length > MAX_LENGTH ||
    !(await isLeakedPassword(value))
  );
}
