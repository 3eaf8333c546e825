import { DomainError, type Problem } from '../../../common/errors/domain-error.js';
import type { Country } from '../../../common/phone-numbers/numbering.js';
import { phoneNumberProblem } from '../../../common/phone-numbers/phone-number-problem.js';
import { readPhoneNumber } from '../../../common/phone-numbers/read-phone-number.js';
import type { TemplateButtonInput } from '../schema/template-parts.inputs.js';

interface WithButtons {
  buttons?: TemplateButtonInput[] | null;
}

/**
 * The input with the numbers of its buttons in E.164, as far as they are read; those without + or 00 in `defaultCountry`. What
 * is no number stays, for validateTemplate to complain about.
 * @throws DomainError (PHONE_INVALID) for digits without a country, which Meta would read as another number
 */
export function withNumbersRead<Input extends WithButtons>(input: Input, defaultCountry: Country | null): Input {
  if (input.buttons == null) return input;
  const problems: Problem[] = [];
  const buttons = input.buttons.map((button, index) => {
    if (button.phoneNumber == null) return button;
    const { number, problem, suggestion } = readPhoneNumber(button.phoneNumber, defaultCountry);
    if (problem === null) return { ...button, phoneNumber: number };
    if (/^\s*\d+\s*$/.test(button.phoneNumber) && suggestion !== null) {
      problems.push(phoneNumberProblem(problem, suggestion, ['buttons', String(index), 'phoneNumber']));
    }
    return button;
  });
  if (problems.length > 0) throw new DomainError(...problems);
  return { ...input, buttons };
}
