// manifest.json of an evidence pack. Its numbers and digests are claims, to be checked.
import type { PackFiles } from '../pack/open-pack.ts';

export interface PackManifest {
  format: 'acta-evidence-pack';
  v: 1;
  created: string;
  origin: string;
  query: { q: string; from: string | null; to: string | null };
  covered: { from: string | null; to: string | null; through_index: number };
  counts: { events: number; population: number | null };
  redactions: { group: string; why: string; count: number }[];
  /** Root in base64. */
  checkpoint: { size: number; root: string };
  checkpoints: { start: number; end: number };
  population: { from: number; to: number } | null;
  /** Every file of the pack but the manifest itself. */
  files: Record<string, { sha256: string; bytes: number }>;
}

export const MANIFEST = 'manifest.json';
const MAX_REDACTIONS = 10_000;

/** Reads the manifest, or says what is wrong with it. */
export async function readManifest(files: PackFiles): Promise<PackManifest | string> {
  const bytes = await files.read(MANIFEST);
  if (!bytes) return `${MANIFEST} is missing`;
  const value = parseJson(bytes);
  if (!isObject(value)) return `${MANIFEST} is not a JSON object`;
  if (value.format !== 'acta-evidence-pack') return '"format" is not "acta-evidence-pack"';
  if (value.v !== 1) return `version ${String(value.v)} is not known: get a newer verifier`;
  const problem = problemOf(value);
  return problem === null ? (value as unknown as PackManifest) : `"${problem}" is malformed`;
}

/** The value of a JSON file's bytes; undefined where it is none. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A non-negative integer that is exact. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A list of strings. */
export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function problemOf(value: Record<string, unknown>): string | null {
  const rules: Record<string, (member: unknown) => boolean> = {
    created: (member) => typeof member === 'string',
    origin: (member) => typeof member === 'string',
    query: isQuery,
    covered: (member) => isObject(member) && isCount(member.through_index),
    counts: (member) =>
      isObject(member) &&
      isCount(member.events) &&
      (member.population === null || isCount(member.population)),
    redactions: isRedactions,
    checkpoint: (member) =>
      isObject(member) && isCount(member.size) && typeof member.root === 'string',
    checkpoints: (member) => isObject(member) && isCount(member.start) && isCount(member.end),
    population: (member) => member === null || isRange(member),
    files: (member) => isObject(member) && Object.values(member).every(isDigest),
  };
  for (const [name, holds] of Object.entries(rules)) if (!holds(value[name])) return name;
  return null;
}

function isQuery(value: unknown): boolean {
  if (!isObject(value) || typeof value.q !== 'string') return false;
  return [value.from, value.to].every(
    (time) => time === null || (typeof time === 'string' && !Number.isNaN(Date.parse(time))),
  );
}

function isRedactions(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > MAX_REDACTIONS) return false;
  return value.every(
    (item) =>
      isObject(item) &&
      typeof item.group === 'string' &&
      typeof item.why === 'string' &&
      isCount(item.count),
  );
}

function isRange(value: unknown): boolean {
  return isObject(value) && isCount(value.from) && isCount(value.to) && value.from <= value.to;
}

function isDigest(value: unknown): boolean {
  return isObject(value) && typeof value.sha256 === 'string' && isCount(value.bytes);
}
