/** Characters of a file's name in a header: proxies refuse long ones. */
const MAX_NAME_LENGTH = 120;
/** Marks that turn the direction of text: `photo‮gpj.exe` reads as a picture. */
const DIRECTION_MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Content-Disposition of a file: shown or saved, under its name, whatever is in the name (RFC 6266, RFC 8187). */
export function contentDisposition(type: 'inline' | 'attachment', fileName: string): string {
  const name = shortened(fileName.toWellFormed().replace(DIRECTION_MARKS, ''));
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return `${type}; filename*=UTF-8''${encoded}`;
}

/** Keeps the ending, by which a computer knows what to do with the file. */
function shortened(name: string): string {
  const characters = [...name];
  if (characters.length <= MAX_NAME_LENGTH) return name;
  const ending = /\.\w{1,10}$/.exec(name)?.[0] ?? '';
  return characters.slice(0, MAX_NAME_LENGTH - ending.length).join('') + ending;
}
