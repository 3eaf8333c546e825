import type { Problem } from '../../../../common/errors/domain-error.js';
import type {
  CallButton,
  FlowStart,
  InteractiveFrame,
  OutgoingInteractive,
} from '../../../../whatsapp/messages/interactive/interactive-content.js';
import { addressProblems } from './address-limits.js';
import { filledIn, filledInIfGiven, invalid, notTooLong, required } from './limit-checks.js';
import { orderProblems, orderUpdateProblems } from './order-limits.js';
import { interactiveProblems } from './outgoing-limits.js';
import { carouselProblems, productCarouselProblems, productListProblems, singleProblems } from './product-limits.js';
import { because } from '../../../../common/errors/because.js';

/** Meta's limits, in characters and entries. */
const LIMITS = {
  header: 60,
  body: 1_024,
  footer: 60,
  flowLabel: 30,
  id: 1_000,
  callLabel: 20,
  callMinutes: 43_200,
  callPayload: 512,
} as const;
const EMOJI = /\p{Extended_Pictographic}/u;

/** Everything that is wrong with a message with something to tap; `path` is that of its input. */
export function problemsOfInteractive(content: OutgoingInteractive, now: Date, path: string[]): Problem[] {
  switch (content.interactiveKind) {
    case 'BUTTONS':
    case 'LIST':
    case 'CALL_TO_ACTION':
    case 'LOCATION_REQUEST':
      return interactiveProblems({ ...content, interactiveKind: content.interactiveKind }, path);
    case 'FLOW':
      return [...frameProblems(content, path), ...flowProblems(content.flow, path)];
    case 'PRODUCT':
      return [...frameProblems(content, path, false), ...singleProblems(content.products, path)];
    case 'PRODUCT_LIST':
      return [
        ...frameProblems(content, path),
        ...(content.header === null ? [required([...path, 'header'])] : []),
        ...productListProblems(content.products, path),
      ];
    case 'CATALOG':
      return [
        ...frameProblems(content, path),
        ...filledInIfGiven(content.products.thumbnailProductId, LIMITS.id, [...path, 'thumbnailProductId']),
      ];
    case 'PRODUCT_CAROUSEL':
      return [...frameProblems(content, path), ...productCarouselProblems(content.products, path)];
    case 'CAROUSEL':
      return [...frameProblems(content, path), ...carouselProblems(content.cards, [...path, 'cards'])];
    case 'CALL_PERMISSION_REQUEST':
      return frameProblems(content, path, false);
    case 'CONTACT_REQUEST':
      return frameProblems(content, path);
    case 'CALL_BUTTON':
      return [...frameProblems(content, path), ...callProblems(content.call, path)];
    case 'ADDRESS_REQUEST':
      return [...frameProblems(content, path), ...addressProblems(content.address, path)];
    case 'ORDER_DETAILS':
      return [...frameProblems(content, path), ...orderProblems(content.order, now, path)];
    case 'ORDER_STATUS':
      return [...frameProblems(content, path), ...orderUpdateProblems(content.update, path)];
  }
}

function frameProblems(frame: InteractiveFrame, path: string[], needsBody = true): Problem[] {
  const { header, headerMedia, body, footer } = frame;
  return [
    ...filledInIfGiven(header, LIMITS.header, [...path, 'header']),
    ...(header !== null && headerMedia != null ? [invalid(because('HEADER_TWO_WAYS'), [...path, 'header'])] : []),
    ...(needsBody || body !== '' ? filledIn(body, LIMITS.body, [...path, 'body']) : []),
    ...filledInIfGiven(footer, LIMITS.footer, [...path, 'footer']),
  ];
}

function flowProblems(flow: FlowStart, path: string[]): Problem[] {
  const { flowId, flowName, label, action, screen, data, token } = flow;
  return [
    ...(flowId === null && flowName === null ? [required([...path, 'flowId'])] : []),
    ...(flowId !== null && flowName !== null ? [invalid(because('FLOW_TWO_WAYS'), [...path, 'flowName'])] : []),
    ...filledInIfGiven(flowId, LIMITS.id, [...path, 'flowId']),
    ...filledInIfGiven(flowName, LIMITS.id, [...path, 'flowName']),
    ...filledIn(label, LIMITS.flowLabel, [...path, 'label']),
    ...(EMOJI.test(label) ? [invalid(because('FLOW_LABEL_WITH_EMOJI'), [...path, 'label'])] : []),
    ...filledIn(token, LIMITS.id, [...path, 'token']),
    ...(action === 'NAVIGATE' && data !== null && screen === null ? [required([...path, 'screen'])] : []),
    ...(action === 'DATA_EXCHANGE' && screen !== null
      ? [invalid(because('FLOW_SCREEN_OF_ENDPOINT'), [...path, 'screen'])]
      : []),
    ...(action === 'DATA_EXCHANGE' && data !== null
      ? [invalid(because('FLOW_DATA_OF_ENDPOINT'), [...path, 'data'])]
      : []),
    ...(data !== null && Object.keys(data).length === 0
      ? [invalid(because('FLOW_DATA_EMPTY'), [...path, 'data'])]
      : []),
    ...filledInIfGiven(screen, LIMITS.id, [...path, 'screen']),
  ];
}

function callProblems({ label, ttlMinutes, payload }: CallButton, path: string[]): Problem[] {
  return [
    ...filledInIfGiven(label, LIMITS.callLabel, [...path, 'label']),
    ...(ttlMinutes !== null && (ttlMinutes < 1 || ttlMinutes > LIMITS.callMinutes)
      ? [invalid(because('CALL_MINUTES_OUT_OF_RANGE', { min: 1, max: LIMITS.callMinutes }), [...path, 'ttlMinutes'])]
      : []),
    ...(payload === null ? [] : notTooLong(payload, LIMITS.callPayload, [...path, 'payload'])),
  ];
}
