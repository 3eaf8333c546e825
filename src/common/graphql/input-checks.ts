import { applyDecorators, ValidationPipe } from '@nestjs/common';
import {
  ArrayMaxSize,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateBy,
  ValidateIf,
  type ValidationArguments,
  type ValidationError,
} from 'class-validator';
import { hasVisible } from '../text/visible-text.js';
import { ListField, TextField, type TextKind } from './texts/text-rule.js';
import { DomainError, type Problem, type UserErrorCode } from '../errors/domain-error.js';
import { asCountry } from '../phone-numbers/numbering.js';
import { because, type Because } from '../errors/because.js';

/** What a check of class-validator becomes when it fails. Passed as the decorator's `context`. */
interface CheckContext {
  code: UserErrorCode;
  why: Because;
  limit?: number;
}

/** Options of a check of class-validator: what it refuses with. */
export function refusedBecause(
  why: Because,
  code: UserErrorCode = 'INVALID_INPUT',
  limit?: number,
): { message: string; context: CheckContext } {
  return { message: why.message, context: { code, why, limit } };
}

/** A text in which there must be something to see, of at most `max` characters; `kind` says how it is read. */
export function Text({ max, kind = 'LINE', optional = false }: TextOptions): PropertyDecorator {
  const checks = [
    TextField(kind, max),
    IsString(),
    IsFilledIn(),
    MaxLength(max, refusedBecause(because('TOO_MANY_CHARACTERS', { limit: max }), 'TOO_LONG', max)),
  ];
  return applyDecorators(...checks, ...(optional ? [IsOptional()] : []));
}

interface TextOptions {
  /** Characters. */
  max: number;
  kind?: TextKind;
  optional?: boolean;
}

/** Not blank, and not made of what nobody can see. A check of its own, because class-validator keeps one `matches` a property. */
function IsFilledIn(): PropertyDecorator {
  return ValidateBy(
    { name: 'isFilledIn', validator: { validate: (value) => typeof value === 'string' && hasVisible(value) } },
    refusedBecause(because('FILL_IN'), 'REQUIRED'),
  );
}

/** A text in a certain form. */
export function TextLike(pattern: RegExp, why: Because, code: UserErrorCode = 'INVALID_FORMAT'): PropertyDecorator {
  return Matches(pattern, refusedBecause(why, code));
}

/** A country that has phone numbers, in two letters; may be absent or null. */
export function IsCountry(): PropertyDecorator {
  const why = because('COUNTRY_CODE_EXPECTED');
  const isCountry = (value: unknown): boolean => typeof value === 'string' && asCountry(value) !== null;
  return applyDecorators(
    ValidateBy({ name: 'isCountry', validator: { validate: isCountry } }, refusedBecause(why)),
    IsOptional(),
  );
}

/** A list of at most `max` entries. */
export function ListUpTo(max: number): PropertyDecorator {
  const why = because('TOO_MANY_ENTRIES', { limit: max });
  return applyDecorators(ListField(max), ArrayMaxSize(max, refusedBecause(why, 'TOO_LONG', max)));
}

/** Required under this name, unless the field's former name is used: first of a pair, the other is `FormerName`. */
export function RequiredUnless(formerName: string): PropertyDecorator {
  return ValidateIf((input: Record<string, unknown>) => input[formerName] == null);
}

/** A field's former name, accepted until it is removed; not beside the name that it has now. */
export function FormerName(name: string): PropertyDecorator {
  return ValidateBy(
    { name: 'isFormerName', validator: { validate: (_value, input) => !isGiven(input, name) } },
    refusedBecause(because('FORMER_NAME', { name })),
  );
}

function isGiven(input: ValidationArguments | undefined, name: string): boolean {
  return (input?.object as Record<string, unknown> | undefined)?.[name] != null;
}

/** Value of a field that was renamed. The input checks have made sure that one of both names brings one. */
export function valueOfRenamed<T>(value: T | null | undefined, formerValue: T | null | undefined): T {
  const given = value ?? formerValue;
  if (given == null) throw new Error('Neither name of a renamed field is given, and no input check has refused that.');
  return given;
}

/** Checks every input class; all violations at once, with their paths. */
export function inputChecks(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    exceptionFactory: (errors) => new DomainError(...errors.flatMap((error) => problemsIn(error, []))),
  });
}

function problemsIn(error: ValidationError, parents: string[]): Problem[] {
  const path = [...parents, error.property];
  const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) => {
    const context = error.contexts?.[constraint] as CheckContext | undefined;
    const why = context?.why ?? because('VALUE_FORM', { rule: message });
    return { code: context?.code ?? 'INVALID_INPUT', ...why, path, limit: context?.limit } satisfies Problem;
  });
  return [...mostTelling(own), ...(error.children ?? []).flatMap((child) => problemsIn(child, path))];
}

/** A blank text is also too short and in the wrong form: one complaint is enough. */
function mostTelling(problems: Problem[]): Problem[] {
  const required = problems.find(({ code }) => code === 'REQUIRED');
  return required === undefined ? problems : [required];
}
