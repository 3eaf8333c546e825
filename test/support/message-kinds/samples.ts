import { PLAIN_SAMPLES } from './plain-samples.js';
import { REQUEST_SAMPLES } from './request-samples.js';
import type { MessageKindSample } from './sample.js';
import { SHOP_SAMPLES } from './shop-samples.js';

/** Every kind of message that `sendMessage` sends, in the order in which they are tried. */
export const SAMPLES: readonly MessageKindSample[] = [...PLAIN_SAMPLES, ...SHOP_SAMPLES, ...REQUEST_SAMPLES];
