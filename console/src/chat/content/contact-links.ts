/** Digits with what people write between them, and perhaps an extension, which is not called. */
const PHONE = /^\+?[\d\s().\-/]{3,40}$/;
const MAIL = /^[^\s@<>"'&?,;:]{1,64}@[^\s@<>"'&?,;:/]{1,255}$/u;

/** An address that calls a number; null for what is none, such as a text with letters. */
export function phoneHref(text: string): string | null {
  const trimmed = text.trim();
  if (!PHONE.test(trimmed)) return null;
  const digits = trimmed.replace(/\D/g, '');
  return digits.length < 3 ? null : `tel:${trimmed.startsWith('+') ? '+' : ''}${digits}`;
}

/** An address that writes an e-mail to one person; null for what is none, or would add recipients or a text. */
export function mailHref(text: string): string | null {
  const trimmed = text.trim();
  if (!MAIL.test(trimmed)) return null;
  const [name, host] = trimmed.split('@');
  return `mailto:${encodeURIComponent(name ?? '')}@${encodeURIComponent(host ?? '')}`;
}
