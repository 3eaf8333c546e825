import { CODE_KINDS } from './code-samples.js';
import { PLAIN_KINDS } from './plain-samples.js';
import type { TemplateKindSample } from './sample.js';
import { SHOP_KINDS } from './shop-samples.js';

/** One of each kind of template that Meta's guides name, with words in it that no rule here knows. */
export const TEMPLATE_KINDS: readonly TemplateKindSample[] = [...PLAIN_KINDS, ...SHOP_KINDS, ...CODE_KINDS];
