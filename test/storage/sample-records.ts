import type { ResumeRecord, Tombstone } from '../../src/engine/resume-record.js';
import { MIB } from '../../src/protocol/limits.js';

/** A record as the engine writes it, of a file of 20 MiB in three parts. */
export function sampleRecord(changes: Partial<ResumeRecord> = {}): ResumeRecord {
  return {
    id: '0123456789abcdef0123456789abcdef',
    scope: 'scope-a',
    visit: 'visit-1',
    fileName: 'été 2026.jpg',
    relativePath: 'Bilder/été 2026.jpg',
    remotePath: ['Ablage', 'Bilder', 'été 2026.jpg'],
    size: 20 * MIB,
    type: 'image/jpeg',
    lastModified: 1_795_000_000_000,
    metadata: { labels: ['press', 'north'], category: 'photo', localCreationTime: '2026-11-20T08:00:00Z' },
    strategy: 'ask',
    plan: { multipart: true, partBytes: 8 * MIB, partCount: 3 },
    beginningHash: 'a'.repeat(64),
    fullStartTried: true,
    confirmKey: 'key-1',
    sent: [
      [1, '18446744073709551615'],
      [3, null],
    ],
    createdAt: 1_795_334_400_000,
    updatedAt: 1_795_334_500_000,
    expiresAt: 1_795_939_300_000,
    ...changes,
  };
}

/** What became of a file, with all that an answer tells. */
export function sampleTombstone(changes: Partial<Tombstone> = {}): Tombstone {
  return {
    lockName: 'file-1',
    result: {
      path: ['Ablage', 'été 2026 (1).jpg'],
      name: 'été 2026 (1).jpg',
      size: 20 * MIB,
      crc64: '15698829493270399671',
      eTag: 'd41d8cd98f00b204e9800998ecf8427e-3',
      contentType: 'image/jpeg',
      creationTime: '2026-11-25T08:00:00Z',
      modificationTime: '2026-11-25T08:00:00Z',
      fileType: 'image',
      isOverwritten: false,
      inode: '42',
    },
    confirmKey: 'key-1',
    instant: false,
    verified: true,
    crc64: '15698829493270399671',
    completedAt: 1_795_334_500_000,
    ...changes,
  };
}

/** 32 hex digits that end in `number`. */
export function recordId(number: number): string {
  return String(number).padStart(32, '0');
}
