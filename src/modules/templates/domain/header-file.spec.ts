import { documentName, nameInLink, readFileReference, uploadProblem } from './header-file.js';

const read = (text: string, type: 'DOCUMENT' | 'IMAGE' | 'VIDEO' = 'DOCUMENT') =>
  readFileReference(text, type, 'invoice');

describe('The file that a record names for a header', () => {
  it.each([
    ['https://files.example.com/a%20b.pdf?sig=1', 'https://files.example.com/a%20b.pdf?sig=1'],
    [' https://FILES.example.com:8443/download/17 ', 'https://files.example.com:8443/download/17'],
    ['https://8.8.8.8/x', 'https://8.8.8.8/x'],
  ])('is an address: %p', (text, link) => expect(read(text)).toEqual({ mediaId: null, link }));

  it('is an upload by its id', () =>
    expect(read(' 0B1F6C1E-6A3C-4B57-9D2B-0F3E0C7C7E11 ')).toEqual({
      mediaId: '0b1f6c1e-6a3c-4b57-9d2b-0f3e0c7c7e11',
      link: null,
    }));

  it.each([
    ['invoice.pdf', 'HEADER_FILE_UNREADABLE'],
    ['http://files.example.com/a.pdf', 'HEADER_LINK_NEEDS_HTTPS'],
    ['file:///etc/passwd', 'HEADER_LINK_NEEDS_HTTPS'],
    ['javascript:alert(1)', 'HEADER_LINK_NEEDS_HTTPS'],
    ['data:application/pdf;base64,AAAA', 'HEADER_LINK_NEEDS_HTTPS'],
    ['https://user:secret@files.example.com/a.pdf', 'HEADER_LINK_WITH_PASSWORD'],
    ['https://localhost/a.pdf', 'HEADER_LINK_PRIVATE'],
    ['https://erp/a.pdf', 'HEADER_LINK_PRIVATE'],
    ['https://erp.internal./a.pdf', 'HEADER_LINK_PRIVATE'],
    ['https://10.0.0.8/a.pdf', 'HEADER_LINK_PRIVATE'],
    ['https://2130706433/a.pdf', 'HEADER_LINK_PRIVATE'],
    ['https://0x7f.1/a.pdf', 'HEADER_LINK_PRIVATE'],
    ['https://１２７.0.0.1/a.pdf', 'HEADER_LINK_PRIVATE'],
    ['https://[::1]/a.pdf', 'HEADER_LINK_PRIVATE'],
    ['https://[::ffff:10.0.0.1]/a.pdf', 'HEADER_LINK_PRIVATE'],
    ['https://169.254.169.254/latest/meta-data', 'HEADER_LINK_PRIVATE'],
    [`https://files.example.com/${'x'.repeat(2_000)}`, 'TOO_MANY_CHARACTERS'],
    ['https://files.example.com/photo.png', 'HEADER_FILE_OF_OTHER_TYPE'],
  ])('is refused: %p', (text, reason) => expect(read(text)).toMatchObject({ why: { reason } }));

  it('is held against the kind of header where its end says what it is', () => {
    expect(read('https://files.example.com/a.webp', 'IMAGE')).toMatchObject({
      why: { reason: 'HEADER_FILE_OF_OTHER_TYPE', values: { type: 'image/webp' } },
    });
    expect(read('https://files.example.com/a.MP4', 'VIDEO')).toHaveProperty('link');
    expect(read('https://files.example.com/show.php', 'IMAGE')).toHaveProperty('link');
    expect(uploadProblem({ mimeType: 'image/png' }, 'DOCUMENT', 'invoice')).toMatchObject({ code: 'INVALID_FORMAT' });
    expect(uploadProblem(null, 'DOCUMENT', 'invoice')).toMatchObject({ code: 'NOT_FOUND' });
    expect(uploadProblem({ mimeType: 'application/pdf' }, 'DOCUMENT', 'invoice')).toBeNull();
  });

  it('has a name that can be read, the first there is', () => {
    expect(documentName(null, '  ', 'Invoice\n7.pdf', 'other')).toBe('Invoice 7.pdf');
    expect(documentName('../../a\\b.pdf')).toBe('..-..-a-b.pdf');
    expect(documentName('photo\u202egpj.exe')).toBe('photogpj.exe');
    expect(documentName('x'.repeat(500))).toHaveLength(240);
    expect(documentName(null, null)).toBeNull();
    expect(nameInLink('https://files.example.com/2026/Rechnung%20M%C3%BCller.pdf?x=1')).toBe('Rechnung Müller.pdf');
    expect(nameInLink('https://files.example.com/%ff.pdf')).toBe('%ff.pdf');
    expect(nameInLink('https://files.example.com/download')).toBeNull();
  });
});
