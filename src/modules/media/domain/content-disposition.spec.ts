import { contentDisposition } from './content-disposition.js';

describe('The Content-Disposition of a file', () => {
  it.each([
    ['a.pdf', 'a.pdf'],
    ['Größe 10 MB.pdf', 'Gr%C3%B6%C3%9Fe%2010%20MB.pdf'],
    ['a"\r\nset-cookie: b.html', 'a%22%0D%0Aset-cookie%3A%20b.html'],
    ["it's (1)*.pdf", 'it%27s%20%281%29%2a.pdf'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['half\ud83c.pdf', 'half%EF%BF%BD.pdf'],
  ])('names %p', (name, encoded) =>
    expect(contentDisposition('attachment', name)).toBe(`attachment; filename*=UTF-8''${encoded}`),
  );

  it('is short, and keeps the ending', () => {
    const header = contentDisposition('inline', `${'🌵'.repeat(5_000)}.pdf`);
    expect(header).toMatch(/\.pdf$/);
    expect(header.length).toBeLessThan(1_500);
    expect(contentDisposition('inline', 'x'.repeat(5_000)).length).toBeLessThan(200);
  });
});
