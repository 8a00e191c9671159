import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/**
 * An authenticator in a few lines, which signs whatever it is told: what a real one would never do it does as well.
 * It reads the question of a page as the page's script does, and answers as a browser does (WebAuthn §5.2).
 */
export interface SoftwareAuthenticator {
  readonly credentialId: string;
  /** The answer to a question that a page asks in order to add a passkey. */
  create(page: string, lies?: Lies): string;
  /** The answer to a question that a page asks in order to sign in. */
  get(page: string, lies?: Lies): string;
}

/** What is not as it should be in an answer. */
export interface Lies {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly credentialId?: string;
  /** In base64url; null: the authenticator does not say. */
  readonly userHandle?: string | null;
  readonly counter?: number;
  readonly isPresent?: boolean;
  readonly isVerified?: boolean;
  /** Changes the signature. */
  readonly spoils?: boolean;
  /** The statement about its make, as CBOR, with the name of its format. */
  readonly attestation?: { readonly format: string; readonly statement: Buffer };
}

export function newAuthenticator(origin: string): SoftwareAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(32).toString('base64url');
  let counter = 0;
  let userHandle: string | undefined;

  const clientDataOf = (page: string, type: string, lies: Lies) => {
    const { challenge } = questionOf(page);
    const data = { type, challenge, origin, crossOrigin: false, ...pick(lies) };
    return Buffer.from(JSON.stringify(data));
  };
  const dataOf = (page: string, lies: Lies, attested = Buffer.alloc(0)) => {
    const asked = questionOf(page);
    counter += 1;
    const flags =
      (lies.isPresent === false ? 0 : 0x01) |
      (lies.isVerified === false ? 0 : 0x04) |
      (attested.length === 0 ? 0 : 0x40);
    const head = Buffer.alloc(5);
    head.writeUInt8(flags);
    head.writeUInt32BE(lies.counter ?? counter, 1);
    return Buffer.concat([sha256(lies.rpId ?? asked.rpId ?? asked.rp?.id ?? ''), head, attested]);
  };

  return {
    credentialId,
    create(page, lies = {}) {
      userHandle = questionOf(page).user?.id;
      const id = Buffer.from(lies.credentialId ?? credentialId, 'base64url');
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)]);
      const { format, statement } = lies.attestation ?? { format: 'none', statement: cborMap() };
      const attestationObject = cborMap(
        [cborText('fmt'), cborText(format)],
        [cborText('attStmt'), statement],
        [cborText('authData'), cborBytes(dataOf(page, lies, attested))],
      );
      return answer(lies.credentialId ?? credentialId, {
        clientDataJSON: clientDataOf(page, 'webauthn.create', lies),
        attestationObject,
      });
    },
    get(page, lies = {}) {
      const authenticatorData = dataOf(page, lies);
      const clientDataJSON = clientDataOf(page, 'webauthn.get', lies);
      const signed = Buffer.concat([authenticatorData, sha256(clientDataJSON)]);
      const signature = sign('sha256', signed, { key: privateKey, dsaEncoding: 'der' });
      if (lies.spoils) signature.writeUInt8(signature.readUInt8(12) ^ 1, 12);
      const handle = lies.userHandle === undefined ? userHandle : lies.userHandle;
      return answer(lies.credentialId ?? credentialId, {
        clientDataJSON,
        authenticatorData,
        signature,
        ...(handle != null && { userHandle: Buffer.from(handle, 'base64url') }),
      });
    },
  };
}

/** What a page asks of authenticators, as it stands in the form. */
export interface Question {
  readonly challenge: string;
  readonly rpId?: string;
  readonly rp?: { readonly id: string };
  readonly user?: { readonly id: string; readonly name: string };
  readonly userVerification?: string;
  readonly attestation?: string;
  readonly allowCredentials?: readonly { readonly id: string }[];
  readonly excludeCredentials?: readonly { readonly id: string }[];
}

export function questionOf(page: string): Question {
  const options = / data-options="([^"]*)"/.exec(page)?.[1];
  if (options === undefined) throw new Error('the page asks for no passkey');
  return JSON.parse(options.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'));
}

function pick({ origin, challenge, type, crossOrigin }: Lies): Partial<Lies> {
  const told = { origin, challenge, type, crossOrigin };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
}

function answer(id: string, response: Readonly<Record<string, Buffer>>): string {
  const texts = Object.entries(response).map(([name, bytes]) => [name, bytes.toString('base64url')]);
  return JSON.stringify({
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    response: Object.fromEntries(texts),
  });
}

function sha256(bytes: string | Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** An ES256 key as COSE writes it (RFC 9053 §7.1.1). */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return cborMap(
    [cborNumber(1), cborNumber(2)],
    [cborNumber(3), cborNumber(-7)],
    [cborNumber(-1), cborNumber(1)],
    [cborNumber(-2), cborBytes(Buffer.from(x, 'base64url'))],
    [cborNumber(-3), cborBytes(Buffer.from(y, 'base64url'))],
  );
}

/** The little of CBOR that authenticators write (RFC 8949 §3). */
function cborHead(major: number, length: number): Buffer {
  const first = major << 5;
  if (length < 24) return Buffer.from([first | length]);
  if (length < 256) return Buffer.from([first | 24, length]);
  return Buffer.from([first | 25, length >> 8, length & 0xff]);
}

export function cborNumber(value: number): Buffer {
  return value >= 0 ? cborHead(0, value) : cborHead(1, -1 - value);
}

export function cborBytes(bytes: Buffer): Buffer {
  return Buffer.concat([cborHead(2, bytes.length), bytes]);
}

export function cborText(text: string): Buffer {
  return Buffer.concat([cborHead(3, Buffer.byteLength(text)), Buffer.from(text)]);
}

export function cborArray(...items: readonly Buffer[]): Buffer {
  return Buffer.concat([cborHead(4, items.length), ...items]);
}

export function cborMap(...pairs: readonly (readonly [Buffer, Buffer])[]): Buffer {
  return Buffer.concat([cborHead(5, pairs.length), ...pairs.flat()]);
}
