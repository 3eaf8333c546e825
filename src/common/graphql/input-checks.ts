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

/** What a check of class-validator becomes when it fails. Passed as the decorator's `context`. */
interface CheckContext {
  code: UserErrorCode;
  limit?: number;
}

/** A text in which there must be something to see, of at most `max` characters; `kind` says how it is read. */
export function Text({ max, kind = 'LINE', optional = false }: TextOptions): PropertyDecorator {
  const checks = [
    TextField(kind, max),
    IsString(),
    IsFilledIn(),
    MaxLength(max, { message: `At most ${max} characters, please.`, context: { code: 'TOO_LONG', limit: max } }),
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
    { message: 'Please fill this in.', context: { code: 'REQUIRED' } },
  );
}

/** A text in a certain form. */
export function TextLike(pattern: RegExp, message: string, code: UserErrorCode = 'INVALID_FORMAT'): PropertyDecorator {
  return Matches(pattern, { message, context: { code } });
}

/** A country that has phone numbers, in two letters; may be absent or null. */
export function IsCountry(): PropertyDecorator {
  const message = 'Two letters of ISO 3166-1, please, such as DE or US; null for none.';
  const isCountry = (value: unknown): boolean => typeof value === 'string' && asCountry(value) !== null;
  return applyDecorators(
    ValidateBy(
      { name: 'isCountry', validator: { validate: isCountry } },
      { message, context: { code: 'INVALID_INPUT' } },
    ),
    IsOptional(),
  );
}

/** A list of at most `max` entries. */
export function ListUpTo(max: number): PropertyDecorator {
  const message = `At most ${max} entries, please.`;
  return applyDecorators(ListField(max), ArrayMaxSize(max, { message, context: { code: 'TOO_LONG', limit: max } }));
}

/** Required under this name, unless the field's former name is used: first of a pair, the other is `FormerName`. */
export function RequiredUnless(formerName: string): PropertyDecorator {
  return ValidateIf((input: Record<string, unknown>) => input[formerName] == null);
}

/** A field's former name, accepted until it is removed; not beside the name that it has now. */
export function FormerName(name: string): PropertyDecorator {
  return ValidateBy(
    { name: 'isFormerName', validator: { validate: (_value, input) => !isGiven(input, name) } },
    { message: `Give ${name} alone: this is its former name.`, context: { code: 'INVALID_INPUT' } },
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
    return { code: context?.code ?? 'INVALID_INPUT', message, path, limit: context?.limit } satisfies Problem;
  });
  return [...mostTelling(own), ...(error.children ?? []).flatMap((child) => problemsIn(child, path))];
}

/** A blank text is also too short and in the wrong form: one complaint is enough. */
function mostTelling(problems: Problem[]): Problem[] {
  const required = problems.find(({ code }) => code === 'REQUIRED');
  return required === undefined ? problems : [required];
}
