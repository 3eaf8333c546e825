import { messageType, possibleTypes, typeName } from './event-types.js';

describe('The kind of an outgoing webhook', () => {
  it.each([
    ['MESSAGE', 'STATUS', ['MESSAGE_STATUS_CHANGED']],
    ['MESSAGE', null, ['MESSAGE_CHANGED']],
    ['CONVERSATION', null, ['CONVERSATION_CHANGED']],
    ['ERASED', null, ['CONVERSATION_ERASED']],
    ['CONTACT', 'CREATED', ['CONTACT_CHANGED']],
    ['TEMPLATE', 'DECIDED', ['TEMPLATE_DECIDED']],
    ['TEMPLATE', null, []],
    ['BROADCAST', null, ['BROADCAST_CHANGED']],
    ['ACCOUNT', null, ['ACCOUNT_CHANGED']],
    ['NOTIFICATION', null, []],
    ['WITHDRAWN', null, []],
  ])('of %s (%s) may be %j', (kind, change, types) => expect(possibleTypes({ kind, change })).toEqual(types));

  it.each([
    ['INBOUND', 'CREATED', 'a', 'MESSAGE_RECEIVED'],
    ['OUTBOUND', 'CREATED', 'a', 'MESSAGE_STATUS_CHANGED'],
    ['OUTBOUND', 'STATUS', 'a', 'MESSAGE_STATUS_CHANGED'],
    ['INBOUND', null, 'a', 'MESSAGE_CHANGED'],
    ['INBOUND', 'CREATED', 'the reaction to it', 'MESSAGE_CHANGED'],
    ['INTERNAL', 'CREATED', 'a', null],
  ])('of a message (%s, %s) is decided by what is shown: event of %s', (direction, change, entityId, type) =>
    expect(messageType({ entityId, change }, { id: 'a', direction })).toBe(type),
  );

  it('has a name with one dot', () => {
    expect(typeName('MESSAGE_STATUS_CHANGED')).toBe('message.status_changed');
    expect(typeName('ENDPOINT_TEST')).toBe('endpoint.test');
  });
});
