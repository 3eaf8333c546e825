/** What tests ask of the reference implementation of encrypted content encoding, which comes without types. */
declare module 'http_ece' {
  import type { ECDH } from 'node:crypto';

  const ece: {
    decrypt: (body: Buffer, how: { version: 'aes128gcm'; privateKey: ECDH; authSecret: string }) => Buffer;
  };
  export default ece;
}
