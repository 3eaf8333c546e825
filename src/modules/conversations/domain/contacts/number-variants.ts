/**
 * Numbers under which WhatsApp may know the same person, this one first. In three countries people write a digit that
 * Meta leaves out, or leave out one that Meta writes.
 */
export function numberVariants(waId: string): string[] {
  return [waId, ...otherForms(waId)];
}

function otherForms(waId: string): string[] {
  // Brazil: mobile numbers got a ninth digit; they begin with 6 to 9 without it.
  const brazil = /^55(\d\d)(9?)([6-9]\d{7})$/.exec(waId);
  if (brazil !== null) return [`55${brazil[1]}${brazil[2] === '9' ? '' : '9'}${brazil[3]}`];
  // Mexico: a 1 between the country and the number.
  const mexico = /^52(1?)(\d{10})$/.exec(waId);
  if (mexico !== null) return [`52${mexico[1] === '1' ? '' : '1'}${mexico[2]}`];
  // Argentina: a 9 for mobiles.
  const argentina = /^54(9?)(\d{10})$/.exec(waId);
  if (argentina !== null) return [`54${argentina[1] === '9' ? '' : '9'}${argentina[2]}`];
  return [];
}
