// Files that people give to the portal.

import { readFileSync } from 'node:fs';

const demo = (name) => readFileSync(new URL(`../../../../definitions/b2b-provider/demo/${name}`, import.meta.url));

export const brief = { name: 'Brief server room.pdf', mimeType: 'application/pdf', buffer: demo('brief.pdf') };
export const extract = { name: 'Company extract.pdf', mimeType: 'application/pdf', buffer: demo('company-extract.pdf') };
export const quote = { name: 'Quote NT-2026-118.pdf', mimeType: 'application/pdf', buffer: demo('quote.pdf') };

/** A program that calls itself a PDF. */
export const program = { name: 'brief.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\x90\0'.padEnd(2000, '\0'), 'latin1') };

/** A PDF of the given size. */
export const heavy = (megabytes) => ({
  name: 'Everything.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.concat([brief.buffer, Buffer.alloc(megabytes * 1024 * 1024, 32)]),
});
