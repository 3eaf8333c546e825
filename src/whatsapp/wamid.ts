/** What stands behind the number in a wamid; before it stands how many digits it has. */
const AFTER_NUMBER = 0x15;

/**
 * What a wamid with this number in it contains, one text for each way in which the digits can lie in its base64: Meta writes
 * the customer's number into the ids of their messages. No other number has the same.
 */
export function wamidFragments(digits: string): string[] {
  return [0, 1, 2].map((offset) => {
    const number = [Buffer.from([digits.length]), Buffer.from(digits), Buffer.from([AFTER_NUMBER])];
    const bytes = Buffer.concat([Buffer.alloc(offset), ...number]);
    // Characters that share their bits with what stands before or behind are left out.
    return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
}
