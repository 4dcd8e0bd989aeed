import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { canonicalJson, MainstayError, mac, sameSecret } from '../../kernel/index.ts';
import { words } from './words.ts';

export const MANIFEST_FILE = 'backup.json';

const FORMAT = 1;

/** A backup names only files inside it: a path from elsewhere must not lead a restore out of the folder. */
const insidePath = z
  .string()
  .regex(/^[^/\\]+(?:\/[^/\\]+)*$/)
  .refine((path) => path.split('/').every((part) => part !== '.' && part !== '..'));

const contentSchema = z.strictObject({
  format: z.literal(FORMAT),
  /** The version of the program that made it. */
  program: z.string(),
  madeAt: z.iso.datetime(),
  reason: z.enum(['night', 'asked']),
  /** Tells the master key without telling what it is. */
  keyId: z.string(),
  /** The newest entry of the log in the copy. */
  log: z.strictObject({ sequence: z.int().min(0), hash: z.string() }),
  files: z.array(z.strictObject({ path: insidePath, bytes: z.int().min(0), sha256: z.string().length(64) })),
});

const manifestSchema = contentSchema.extend({ mac: z.string() });

/** What a backup is and what lies in it, signed with a key derived from the master key. */
export type Manifest = z.infer<typeof manifestSchema>;
export type BackupFile = Manifest['files'][number];

/** Names a key without giving it away: the same key, the same id. */
export function keyIdOf(key: string): string {
  return mac(key, 'mainstay:key-id').slice(0, 22);
}

export function signManifest(
  content: Omit<z.infer<typeof contentSchema>, 'format' | 'keyId'>,
  key: string,
): Manifest {
  const whole = { ...content, format: FORMAT, keyId: keyIdOf(key) } as const;
  return { ...whole, mac: mac(key, canonicalJson(whole)) };
}

/** Whether the holder of the key wrote it, as it is. */
export function isSignedWith({ mac: signature, ...content }: Manifest, key: string): boolean {
  return sameSecret(signature, mac(key, canonicalJson(content)));
}

/**
 * The manifest of the backup in this folder, not yet checked against its files or any key. Throws BACKUP_NOT_FOUND
 * where there is none, BACKUP_UNSOUND where it cannot be read, STORE_NEWER where a newer program wrote it.
 */
export async function readManifest(path: string): Promise<Manifest> {
  const text = await readFile(join(path, MANIFEST_FILE), 'utf8').catch((cause: unknown) => {
    throw new MainstayError('BACKUP_NOT_FOUND', { values: { path }, cause });
  });
  const value = jsonOf(text);
  const found = formatOf(value);
  if (found > FORMAT)
    throw new MainstayError('STORE_NEWER', { values: { home: path, found, known: FORMAT } });
  const manifest = manifestSchema.safeParse(value);
  if (manifest.success) return manifest.data;
  throw new MainstayError('BACKUP_UNSOUND', {
    values: { path, reason: words.unsound.manifest },
    cause: manifest.error,
  });
}

export function bytesOf({ files }: Pick<Manifest, 'files'>): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function formatOf(value: unknown): number {
  return typeof value === 'object' && value !== null && 'format' in value ? Number(value.format) : 0;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
