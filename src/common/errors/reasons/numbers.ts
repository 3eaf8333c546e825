/** Refusals of what is done to a business phone number at Meta. */
export const NUMBERS_REASONS = {
  PIN_FORM: 'The PIN has six digits.',
  PIN_HELD: 'Meta takes no PIN of this number for a while, because too many were wrong. Wait, or set another PIN.',
  VERIFICATION_CODE_FORM: 'The code has six digits.',
  DISPLAY_NAME_SHORT: 'A display name has at least two characters.',
  CODE_LANGUAGE_FORM: 'Write language and country as in en_US.',
  PROFILE_PICTURE_TYPE: 'A profile picture is a JPEG or a PNG.',
  PROFILE_PICTURE_UNREADABLE: 'This picture cannot be read: it is damaged, or was cut off.',
  PROFILE_PICTURE_NOT_SQUARE: 'A profile picture is square. This one has {width} × {height} pixels.',
  PROFILE_PICTURE_SMALL:
    'A profile picture has at least {pixels} × {pixels} pixels, better 640 × 640. This one has {width} × {width}.',
  QR_CODE_FORM: 'The code of a QR code has 14 capital letters and digits.',
  COMMAND_NAME_FORM: 'A command has letters from a to z, digits and underscores: no blanks, and no slash.',
  COMMAND_TWICE: 'The command {name} is there twice.',
  EMOJI_NOT_TAKEN: 'Meta takes no emojis here.',
} as const;
