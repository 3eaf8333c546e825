import type { Problem } from '../../../../common/errors/domain-error.js';
import type {
  AddressEntry,
  AddressField,
  AddressRequest,
} from '../../../../whatsapp/messages/interactive/interactive-content.js';
import { badForm, countProblems, distinct, filledIn, invalid } from './limit-checks.js';
import { because } from '../../../../common/errors/because.js';

/** Characters. */
const MAX_VALUE = 1_000;
const MAX_SAVED = 100;
const PIN_CODE = /^\d{6}$/;

/** Fields that only the addresses of one country have. */
const OF_INDIA: readonly AddressField[] = [
  'IN_PIN_CODE',
  'HOUSE_NUMBER',
  'FLOOR_NUMBER',
  'TOWER_NUMBER',
  'BUILDING_NAME',
  'LANDMARK_AREA',
  'STATE',
];
const FOREIGN: Readonly<Partial<Record<string, readonly AddressField[]>>> = {
  IN: ['SG_POST_CODE', 'UNIT_NUMBER'],
  SG: OF_INDIA,
};

export function addressProblems(
  { country, values, savedAddresses, problems }: AddressRequest,
  path: string[],
): Problem[] {
  const foreign = FOREIGN[country];
  if (foreign === undefined) return [invalid(because('ADDRESS_COUNTRY_UNSUPPORTED'), [...path, 'country'])];
  const each = (entries: readonly AddressEntry[], at: string[]): Problem[] => [
    ...distinct(
      entries.map(({ field }) => field),
      'field',
      at,
    ),
    ...entries.flatMap(({ field, value }, index) => [
      ...filledIn(value, MAX_VALUE, [...at, String(index), 'value']),
      ...(foreign.includes(field)
        ? [invalid(because('ADDRESS_FIELD_FOREIGN', { country }), [...at, String(index), 'field'])]
        : []),
    ]),
  ];
  const codes = (entries: readonly AddressEntry[], at: string[]): Problem[] =>
    entries.flatMap(({ field, value }, index) =>
      (field === 'IN_PIN_CODE' || field === 'SG_POST_CODE') && !PIN_CODE.test(value)
        ? [badForm(because('SIX_DIGITS_EXPECTED'), [...at, String(index), 'value'])]
        : [],
    );
  return [
    ...each(values, [...path, 'values']),
    ...codes(values, [...path, 'values']),
    ...savedAddresses.flatMap(({ addressId, values: saved }, index) => {
      const at = [...path, 'savedAddresses', String(index)];
      return [
        ...filledIn(addressId, MAX_VALUE, [...at, 'addressId']),
        ...countProblems(saved.length, MAX_SAVED, [...at, 'values']),
        ...each(saved, [...at, 'values']),
        ...codes(saved, [...at, 'values']),
      ];
    }),
    ...distinct(
      savedAddresses.map(({ addressId }) => addressId),
      'addressId',
      [...path, 'savedAddresses'],
    ),
    ...each(problems, [...path, 'problems']),
  ];
}
