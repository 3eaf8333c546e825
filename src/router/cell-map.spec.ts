import { cellsOfWebhook, isWebhookPath, parseCellMap, routeOf } from './cell-map.js';

const map = parseCellMap(
  '{"cells":{"north":"http://127.0.0.1:1","south":"http://127.0.0.1:2"},"accounts":{"1001":"north","1002":"south"}}',
);

describe('parseCellMap', () => {
  it.each([
    ['{"accounts":{}}', 'cells must be an object'],
    ['{"cells":{},"accounts":{}}', 'at least one cell'],
    ['{"cells":{"North/1":"http://a"},"accounts":{}}', 'is no name for a cell'],
    ['{"cells":{"north":"https://a"},"accounts":{}}', 'cells.north must be a URL'],
    ['{"cells":{"north":"http://a"},"accounts":{"1":2}}', 'accounts.1 must be a text'],
    ['{"cells":{"north":"http://a"},"accounts":{"1":"south"}}', 'which cells does not have'],
  ])('refuses %s', (text, reason) => {
    expect(() => parseCellMap(text)).toThrow(reason);
  });
});

describe('routeOf', () => {
  it.each([
    ['/cells/south/graphql', { cell: 'south', path: '/graphql' }],
    ['/accounts/1001/graphql?a=1', { cell: 'north', path: '/graphql?a=1' }],
    ['/cells/south', { cell: 'south', path: '/' }],
    ['/cells/west/graphql', null],
    ['/accounts/9/graphql', null],
    ['/graphql', null],
  ])('%s', (target, route) => {
    expect(routeOf(map, target)).toEqual(route);
  });
});

describe('A webhook', () => {
  it.each([
    ['/webhooks/whatsapp', true],
    ['/webhooks/whatsapp?hub.mode=subscribe', true],
    ['/cells/north/webhooks/whatsapp', true],
    ['/cells/north/graphql', false],
    ['/cells/north/x/webhooks/whatsapp', false],
    ['/', false],
  ])('comes at %s: %s', (target, is) => {
    expect(isWebhookPath(target)).toBe(is);
  });

  it('goes to the cells of all accounts in it, whatever cell the path names', () => {
    expect(cellsOfWebhook(map, ['1002', '1001', '1002', '9'], '/cells/north/webhooks/whatsapp')).toEqual([
      'south',
      'north',
    ]);
    expect(cellsOfWebhook(map, ['1002'], '/cells/north/webhooks/whatsapp')).toEqual(['south']);
  });

  it('of no known account goes to the cell of the path, else to the first', () => {
    expect(cellsOfWebhook(map, ['9'], '/cells/south/webhooks/whatsapp')).toEqual(['south']);
    expect(cellsOfWebhook(map, [], '/webhooks/whatsapp')).toEqual(['north']);
  });
});
