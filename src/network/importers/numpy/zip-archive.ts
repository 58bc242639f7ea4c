import { crc32 } from '../../../base/files/crc32.ts';
import { unzipSync } from '../../../base/files/fflate.ts';
import { UserError } from '../../../base/user-error.ts';
import { budgetOf, type Source } from '../importer.ts';
import { readZipDirectory } from './zip-directory.ts';

/** Deflate makes at most 1032 bytes of one (zlib's technical notes), so a larger claim is a lie. */
const LARGEST_RATIO = 1032;
const LARGEST_MEMBER_BYTES = 2 ** 31 - 1;

/** Members of a zip archive by name, in the order of its directory. */
export type ZipMembers = ReadonlyMap<string, Uint8Array>;

/**
 * Unpacks a zip archive in memory (stored, deflate, zip64); nothing is written, so a member's name is only a name.
 * fflate unpacks; sizes and checksums, which it takes on trust, are held against the archive's directory here.
 * @throws UserError where the directory is missing, a member is encrypted, packed otherwise or named twice, a size is impossible or a checksum is wrong
 */
export function unzip(source: Source): ZipMembers {
  const { file, bytes } = source;
  const budget = budgetOf(source);
  const directory = readZipDirectory(file, bytes);
  const names = new Set<string>();
  for (const entry of directory) {
    if (entry.isEncrypted) throw damaged(file, entry.name, 'it is encrypted');
    if (entry.method !== 0 && entry.method !== 8)
      throw damaged(
        file,
        entry.name,
        `expected it stored or deflated (0 or 8), found compression method ${entry.method}`,
      );
    if (names.has(entry.name)) throw damaged(file, entry.name, 'a member of this name stands before it');
    names.add(entry.name);
    const most = entry.method === 0 ? entry.packedBytes : entry.packedBytes * LARGEST_RATIO + 64;
    if (entry.packedBytes > bytes.length || entry.unpackedBytes > most || entry.unpackedBytes > LARGEST_MEMBER_BYTES)
      throw damaged(file, entry.name, `${entry.packedBytes} packed bytes cannot hold ${entry.unpackedBytes} bytes`);
    budget.take(entry.unpackedBytes, `member "${entry.name}" of the archive`);
  }
  const unpacked = unpackAll(file, bytes);
  const members = new Map<string, Uint8Array>();
  for (const { name, checksum, unpackedBytes } of directory) {
    const member = unpacked[name];
    if (member === undefined) throw damaged(file, name, 'listed in the directory but not found');
    if (member.length !== unpackedBytes)
      throw damaged(file, name, `expected ${unpackedBytes} bytes, found ${member.length}`);
    if (crc32(member) !== checksum) throw damaged(file, name, 'the checksum (CRC-32) is wrong');
    members.set(name, member);
  }
  return members;
}

function unpackAll(file: string, bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes);
  } catch (cause) {
    throw UserError.at({ file }, `damaged zip archive (${(cause as Error).message})`, 'ZIP_DAMAGED');
  }
}

function damaged(file: string, name: string, what: string): UserError {
  return UserError.at({ file, path: name }, `unreadable member of the zip archive: ${what}`, 'ZIP_DAMAGED');
}
