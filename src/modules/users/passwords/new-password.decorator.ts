import { applyDecorators } from '@nestjs/common';
import { Text, TextLike } from '../../../common/graphql/input-checks.js';
import { because } from '../../../common/errors/because.js';

/** At most 1,000 characters, which are 3,000 bytes: argon2 takes them all, none is cut off. */
const MAX_LENGTH = 1_000;
const LONG_ENOUGH = /^[\s\S]{10,}$/;

/** A password that somebody chooses: 10 to 1,000 characters. */
export function NewPassword({ optional = false }: { optional?: boolean } = {}): PropertyDecorator {
  return applyDecorators(
    Text({ max: MAX_LENGTH, kind: 'LINES', optional }),
    TextLike(LONG_ENOUGH, because('PASSWORD_TOO_SHORT'), 'INVALID_INPUT'),
  );
}
