import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { freshToken } from '../session/session';
import { currentTokens, forgetTokens } from '../session/tokens';
import { ask, AskFailure, failureIn, type Refusal } from './ask';

interface Refused {
  errors?: Refusal[];
}

/**
 * Asks the API as whoever is signed in, past the cache: for the inbox and the chat, whose stores hold tens of thousands of rows and
 * merge them with live events themselves. A token that ran out is renewed on the way.
 * @throws AskFailure
 */
export async function request<Result, Variables>(
  document: TypedDocumentNode<Result, Variables>,
  variables: NoInfer<Variables>,
): Promise<Result> {
  const token = await freshToken();
  if (token === null) throw new AskFailure('UNAUTHENTICATED', 'Nobody is signed in.');
  try {
    return await ask(document, variables, token);
  } catch (error) {
    if (!(error instanceof AskFailure) || error.code !== 'UNAUTHENTICATED') throw error;
    const renewed = await freshToken(token);
    if (renewed === null) throw error;
    return ask(document, variables, renewed);
  }
}

const MB = 1024 * 1024;

/** As WhatsApp takes them. A server that refuses such a file while it still comes ends the connection, and its reason is lost. */
function maxBytesOf(type: string): number {
  if (type.startsWith('image/')) return 5 * MB;
  return /^(video|audio)\//.test(type) ? 16 * MB : 100 * MB;
}

/** Downloads a file of the API, as whoever is signed in. @throws AskFailure */
export async function download(address: string): Promise<Blob> {
  const token = await freshToken();
  try {
    const response = await fetch(address, { headers: { authorization: `Bearer ${token ?? ''}` } });
    if (response.ok) return await response.blob();
    throw failureIn((await response.json()) as Refused, 'The download was refused.');
  } catch (error) {
    throw error instanceof AskFailure ? error : new AskFailure('UNREACHABLE', 'The download broke off.');
  }
}

/** Uploads a file by POST /media. `onProgress` hears the share that has left, 0 to 1. @returns its id @throws AskFailure */
export async function upload(
  file: File,
  accountId: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<string> {
  if (file.size > maxBytesOf(file.type)) throw new AskFailure('FILE_TOO_LARGE', '');
  const token = await freshToken();
  return new Promise<string>((resolve, reject) => {
    const sending = new XMLHttpRequest(); // fetch does not tell how far an upload is
    sending.open('POST', '/media');
    sending.setRequestHeader('authorization', `Bearer ${token ?? ''}`);
    sending.responseType = 'json';
    sending.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    sending.onerror = () => reject(new AskFailure('UNREACHABLE', 'The upload broke off.'));
    sending.onload = () => {
      const answer = sending.response as ({ id?: string } & Refused) | null;
      if (sending.status === 201 && typeof answer?.id === 'string') return resolve(answer.id);
      if (sending.status === 401 && currentTokens() === null) forgetTokens('ENDED');
      reject(failureIn(answer, `The server answered ${sending.status}.`));
    };
    signal.addEventListener('abort', () => {
      sending.abort();
      reject(new AskFailure('CANCELLED', 'Cancelled.'));
    });
    const form = new FormData();
    form.set('accountId', accountId);
    form.set('file', file);
    sending.send(form);
  });
}
