import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Where a secret belongs. It is bound into the record, so that one copied to another tenant or field does not open there. */
interface Place {
  tenant: string;
  field: string;
}

export interface Seal {
  /** The secret as text to store: "v1.KEY.IV.TAG.BYTES", where KEY tells which key opens it. */
  close(secret: string, place: Place): string;
  /** @throws SealError when its key is not in the ring, or the record was changed or belongs elsewhere */
  open(record: string, place: Place): string;
  /** What every record closed with the current key begins with. */
  prefix: string;
}

/** A secret that cannot be read, or a keyring that is none. The message never holds the secret or a key. */
export class SealError extends Error {}

interface Key {
  id: string;
  bytes: Buffer;
}

/**
 * Seals secrets with AES-256-GCM.
 * @param keyring 32-byte keys in base64, separated by commas: the current one, then old ones that still open records
 * @throws SealError naming the key, by its place, that is no key
 */
export function createSeal(keyring: string): Seal {
  const keys = keyring.split(',').map(keyFrom);
  const current = keys[0] as Key;
  return {
    prefix: `v1.${current.id}.`,
    close: (secret, place) => close(secret, place, current),
    open(record, place) {
      const [version, id, ...parts] = record.split('.');
      if (version !== 'v1' || parts.length !== 3)
        throw new SealError(`the secret ${nameOf(place)} is not a sealed record`);
      const key = keys.find((one) => one.id === id);
      if (!key)
        throw new SealError(`the secret ${nameOf(place)} needs the key ${id}: add it to the end of SECRET_KEYS`);
      return open(parts, place, key);
    },
  };
}

function keyFrom(text: string, index: number): Key {
  const key = text.trim();
  if (!/^[A-Za-z0-9+/]{43}=$/.test(key))
    throw new SealError(
      `SECRET_KEYS: key ${index + 1} is not 32 bytes in base64; make one with: openssl rand -base64 32`,
    );
  const bytes = Buffer.from(key, 'base64');
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
}

function close(secret: string, place: Place, { id, bytes }: Key): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', bytes, iv).setAAD(bound(place, id));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return ['v1', id, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
}

function open(parts: readonly string[], place: Place, { id, bytes }: Key): string {
  const [iv, tag, sealed] = parts.map((part) => Buffer.from(part, 'base64url')) as [Buffer, Buffer, Buffer];
  try {
    const decipher = createDecipheriv('aes-256-gcm', bytes, iv, { authTagLength: 16 }).setAAD(bound(place, id));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
  } catch {
    throw new SealError(`the secret ${nameOf(place)} was changed, or belongs to another tenant or field`);
  }
}

/** As JSON, so that no tenant and field can be read as another pair. */
const bound = ({ tenant, field }: Place, key: string): Buffer =>
  Buffer.from(JSON.stringify(['v1', key, tenant, field]));

const nameOf = ({ tenant, field }: Place): string => `"${field}" of ${tenant}`;
