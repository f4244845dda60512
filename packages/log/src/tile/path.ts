// C2SP tlog-tiles v0.1.0: names of the resources of a log.
import { LogError } from '../error.ts';
import { checkSize } from '../size.ts';

/** Hashes of a full tile, entries of a full bundle. */
export const TILE_WIDTH = 256;
/** Highest level of a tile. */
export const MAX_TILE_LEVEL = 63;

/** A hash tile (`level` 0…63) or an entry bundle (`entries`); width 256 is a full one. */
export interface TileName {
  level: number | 'entries';
  index: number;
  /** 1…256. */
  width: number;
}

/** Path of a hash tile, relative to the log's prefix. Throws `tile_path_malformed`. */
export function tilePath(level: number, index: number, width: number = TILE_WIDTH): string {
  if (!Number.isInteger(level) || level < 0 || level > MAX_TILE_LEVEL) {
    throw new LogError('tile_path_malformed', `tile level ${level} is not in 0…${MAX_TILE_LEVEL}`);
  }
  return `tile/${level}/${tail(index, width)}`;
}

/** Path of an entry bundle, relative to the log's prefix. Throws `tile_path_malformed`. */
export function entriesPath(index: number, width: number = TILE_WIDTH): string {
  return `tile/entries/${tail(index, width)}`;
}

/** Path of a tile or bundle. */
export function pathOf({ level, index, width }: TileName): string {
  return level === 'entries' ? entriesPath(index, width) : tilePath(level, index, width);
}

const LEVEL = '(entries|0|[1-9][0-9]?)';
const INDEX = '((?:x[0-9]{3}/)*[0-9]{3})';
const WIDTH = '(?:\\.p/([1-9][0-9]{0,2}))?';
const PATH = new RegExp(`^tile/${LEVEL}/${INDEX}${WIDTH}$`);

/** Reads a path; null where it is not the one name of a tile or bundle. */
export function parseTilePath(path: string): TileName | null {
  if (path.length > 100) return null;
  const match = PATH.exec(path);
  if (!match) return null;
  const level = match[1] === 'entries' ? 'entries' : Number(match[1]);
  const index = Number(match[2]!.replaceAll(/[x/]/g, ''));
  const width = match[3] === undefined ? TILE_WIDTH : Number(match[3]);
  if (level !== 'entries' && level > MAX_TILE_LEVEL) return null;
  if (!Number.isSafeInteger(index) || (match[3] !== undefined && width >= TILE_WIDTH)) return null;
  const name: TileName = { level, index, width };
  return pathOf(name) === path ? name : null;
}

function tail(index: number, width: number): string {
  checkSize(index, 'tile index');
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) {
    throw new LogError('tile_path_malformed', `tile width ${width} is not in 1…${TILE_WIDTH}`);
  }
  let path = String(index % 1000).padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  }
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}
