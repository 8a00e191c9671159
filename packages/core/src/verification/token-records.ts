import { type PermissionSet, pairsOf } from '../access/permission-set.ts';
import type { PermanentToken, TokenFacts } from '../credentials/permanent-token.ts';
import { type PermanentTokenId, trustId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import type { SecretHash } from '../kernel/secret.ts';
import { BoundedCache } from './bounded-cache.ts';
import { RecordRing, recordNumberMax } from './record-ring.ts';
import type { Scratch } from './scratch.ts';
import { TagIndex } from './tag-index.ts';

/** What tokens of one owner for the same services have in common: as a rule, all but who they are and when they end. */
type Kin = Pick<TokenFacts, 'userId' | 'audience' | 'grant' | 'ceiling'> & { readonly number: number };

/** How many kins are kept, and at most twice as many. Tokens of one that is forgotten are read anew. */
const kinsKept = 25_000;

/** What limits more than so many permissions in places is kept as an object: its text would take longer than a look-up. */
const limitPairsMax = 500;

/** No instant lies before 1970. */
const noExpiry = -1;

const hashLength = 43;
const idLengthMax = 36;
const recordBytes = 104;

/** Where the parts of a record lie: two times in eight bytes, two numbers in four, then characters. */
const places = { createdAt: 0, expiresAt: 1, kin: 4, number: 5, hash: 24, idLength: 67, id: 68 } as const;

/**
 * Active permanent tokens, far more than could be kept as objects: of each a record of 104 bytes in a scratch file and eight
 * to sixteen bytes in memory. It may forget any of them, and gives back only what was put in for that very digest.
 */
export class TokenRecords {
  readonly #ring: RecordRing;
  readonly #numberMax: number;
  readonly #index: TagIndex;
  readonly #kinsByText = new BoundedCache<string, Kin>(kinsKept);
  readonly #kins = new BoundedCache<number, Kin>(kinsKept);
  #kinCount = 0;
  readonly #record = new Uint8Array(recordBytes);
  readonly #times = new Float64Array(this.#record.buffer);
  readonly #numbers = new Uint32Array(this.#record.buffer);

  /** Once a record has the number `numberMax`, all is forgotten and counted anew: numbers stand in 32 bits. */
  constructor(scratch: Scratch, capacity: number, numberMax: number = recordNumberMax) {
    this.#numberMax = numberMax;
    const ring = new RecordRing(scratch, recordBytes, capacity);
    this.#ring = ring;
    this.#index = new TagIndex((number) => ring.has(number));
  }

  get(hash: SecretHash): TokenFacts | undefined {
    const number = this.#index.get(shardOf(hash), tagOf(hash));
    if (number === 0 || !this.#ring.read(number, this.#record)) return undefined;
    if (this.#numbers[places.number] !== number || !this.#isOf(hash)) return undefined;
    const kin = this.#kins.get(this.#numbers[places.kin] as number);
    return kin && this.#tokenOf(hash, kin);
  }

  /** Whether it is kept: what does not fit the form of a record is not. */
  set(hash: SecretHash, token: TokenFacts): boolean {
    if (token.state.kind !== 'active' || hash.length !== hashLength || token.id.length > idLengthMax)
      return false;
    if (pairsIn(token.grant) + pairsIn(token.ceiling) > limitPairsMax) return false;
    // No more kins than records have come since all was forgotten: their numbers fit where those of records do.
    if (this.#ring.next > this.#numberMax) this.clear();
    const number = this.#ring.next;
    this.#write(number, hash, token);
    this.#ring.add(this.#record);
    this.#index.set(shardOf(hash), tagOf(hash), number);
    return true;
  }

  delete(hash: SecretHash): void {
    this.#index.delete(shardOf(hash), tagOf(hash));
  }

  clear(): void {
    this.#index.clear();
    this.#ring.clear();
    this.#kinsByText.clear();
    this.#kins.clear();
    this.#kinCount = 0;
  }

  #write(number: number, hash: SecretHash, token: TokenFacts): void {
    this.#times[places.createdAt] = token.createdAt;
    this.#times[places.expiresAt] = token.expiresAt ?? noExpiry;
    this.#numbers[places.kin] = this.#kinOf(token).number;
    this.#numbers[places.number] = number;
    writeText(this.#record, places.hash, hash);
    this.#record[places.idLength] = token.id.length;
    writeText(this.#record, places.id, token.id);
  }

  #isOf(hash: SecretHash): boolean {
    if (hash.length !== hashLength) return false;
    for (let i = 0; i < hashLength; i += 1)
      if (this.#record[places.hash + i] !== hash.charCodeAt(i)) return false;
    return true;
  }

  #tokenOf(hash: SecretHash, { userId, audience, grant, ceiling }: Kin): TokenFacts {
    const expiresAt = this.#times[places.expiresAt] as number;
    const idEnd = places.id + (this.#record[places.idLength] as number);
    const id = String.fromCharCode.apply(
      null,
      this.#record.subarray(places.id, idEnd) as unknown as number[],
    );
    return {
      kind: 'permanent-token',
      id: trustId<PermanentTokenId>(id),
      hash,
      userId,
      audience,
      grant,
      ceiling,
      state: active,
      createdAt: instant(this.#times[places.createdAt] as number),
      expiresAt: expiresAt === noExpiry ? undefined : instant(expiresAt),
    };
  }

  #kinOf({ userId, audience, grant, ceiling }: TokenFacts): Kin {
    const text = JSON.stringify([userId, audience, grant && pairsOf(grant), ceiling && pairsOf(ceiling)]);
    const known = this.#kinsByText.get(text);
    if (known !== undefined) {
      // Not forgotten before its text is.
      this.#kins.set(known.number, known);
      return known;
    }
    this.#kinCount += 1;
    const made = { number: this.#kinCount, userId, audience, grant, ceiling };
    this.#kinsByText.set(text, made);
    this.#kins.set(made.number, made);
    return made;
  }
}

const active: PermanentToken['state'] = { kind: 'active' };

function writeText(record: Uint8Array, place: number, text: string): void {
  for (let i = 0; i < text.length; i += 1) record[place + i] = text.charCodeAt(i);
}

/** Eight bits, of other characters than the tag. */
function shardOf(hash: SecretHash): number {
  return Math.imul(hash.charCodeAt(20) * 128 + hash.charCodeAt(21), 0x9e3779b1) >>> 24;
}

function pairsIn(set: PermissionSet | undefined): number {
  let count = 0;
  for (const keys of set?.values() ?? []) count += keys.size;
  return count;
}

/** From 72 bits of a digest. */
function tagOf(hash: SecretHash): number {
  let tag = 0;
  for (let i = 0; i < 12; i += 1) tag = (Math.imul(tag, 31) + hash.charCodeAt(i)) | 0;
  return tag >>> 0;
}
