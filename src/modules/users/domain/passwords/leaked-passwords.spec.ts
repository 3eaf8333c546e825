import { isLeakedPassword } from './leaked-passwords.js';

describe('A leaked password', () => {
  it.each([
    'qwertyuiop',
    'Password123',
    'PASSWORD2024!',
    '1234567890',
    '!!!dragon2024',
    'aaaaaaaaaaaa',
    '0123456789',
    'asdfghjklzxcv',
    'iloveyou12345',
    '1q2w3e4r5t!',
    'ababababab',
    'ｐａｓｓｗｏｒｄ１２３',
  ])('is one that many have, in disguise too: %s', async (password) => {
    expect(await isLeakedPassword(password)).toBe(true);
  });

  it.each([
    'a long enough password',
    'correct horse battery',
    'kR7-uvm2-Tq',
    'dragon flies low',
    'Straße nach Süden',
    '2024-11-26',
  ])('is not one that nobody has: %s', async (password) => {
    expect(await isLeakedPassword(password)).toBe(false);
  });
});
