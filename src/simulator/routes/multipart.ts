import type { FastifyRequest } from 'fastify';

export interface MultipartForm {
  fields: Record<string, string>;
  file: { name: string; mimeType: string; bytes: Buffer } | null;
}

/** Takes a small multipart body apart; enough for a media upload to the simulator. */
export function parseMultipart(request: FastifyRequest): MultipartForm {
  const boundary = /boundary="?([^";]+)"?/.exec(request.headers['content-type'] ?? '')?.[1];
  const form: MultipartForm = { fields: {}, file: null };
  if (boundary === undefined || !Buffer.isBuffer(request.body)) return form;
  const body = request.body.toString('latin1');
  for (const part of body.split(`--${boundary}`).slice(1, -1)) {
    const split = part.indexOf('\r\n\r\n');
    const head = part.slice(0, split);
    const content = part.slice(split + 4, -2);
    const name = /\bname="([^"]*)"/.exec(head)?.[1] ?? '';
    const fileName = /\bfilename="([^"]*)"/.exec(head)?.[1];
    if (fileName === undefined) form.fields[name] = content;
    else {
      const mimeType = /content-type:\s*([^\s;]+)/i.exec(head)?.[1] ?? '';
      form.file = { name: fileName, mimeType, bytes: Buffer.from(content, 'latin1') };
    }
  }
  return form;
}
