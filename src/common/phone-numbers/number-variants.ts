/**
 * Spellings of one person's number, this one first; digits with the country code, without +. In three countries a mobile
 * number is written with a digit or without it: networks, people and WhatsApp disagree.
 */
export function numberVariants(digits: string): string[] {
  return [digits, ...otherForms(digits)];
}

/** One name for all spellings of a number: the same for each of them. Digits in, digits out; for comparing, not for sending. */
export function canonicalNumber(digits: string): string {
  return numberVariants(digits).toSorted()[0] ?? digits;
}

function otherForms(digits: string): string[] {
  // Brazil: mobile numbers got a ninth digit; they begin with 6 to 9 without it.
  const brazil = /^55(\d\d)(9?)([6-9]\d{7})$/.exec(digits);
  if (brazil !== null) return [`55${brazil[1]}${brazil[2] === '9' ? '' : '9'}${brazil[3]}`];
  // Mexico: a 1 between the country and the number.
  const mexico = /^52(1?)(\d{10})$/.exec(digits);
  if (mexico !== null) return [`52${mexico[1] === '1' ? '' : '1'}${mexico[2]}`];
  // Argentina: a 9 for mobiles. (The 15 of national writing is understood where numbers are read.)
  const argentina = /^54(9?)(\d{10})$/.exec(digits);
  if (argentina !== null) return [`54${argentina[1] === '9' ? '' : '9'}${argentina[2]}`];
  return [];
}
