/** Subcodes of Meta that modules ask for: they tell apart what shares one code. */
export const META_SUBCODES = {
  /** With INVALID_PARAMETER: no such object, or not for this token. */
  OBJECT_NOT_FOUND: 33,
  /** The account has a template of this name and language. */
  TEMPLATE_EXISTS: 2388024,
  TEMPLATE_NOT_FOUND: 2593002,
} as const;
