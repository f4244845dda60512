// The few file operations that durable parts use, behind an interface that a test can make fail.
// Paths are absolute. Errors are Node's own, with their system code.

export interface OpenFile {
  /** Writes all of it at the position, or throws. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** Fills the buffer from the position; gives the bytes read, fewer only at the file's end. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** As `read`, of what was written a moment ago and stands in memory of the kernel. */
  readBack(into: Uint8Array, position: number): Promise<number>;
  /** Length in bytes. */
  size(): Promise<number>;
  truncate(length: number): Promise<void>;
  /** fdatasync. */
  datasync(): Promise<void>;
  /** fsync. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * `r` reads, `r+` reads and writes an existing file, `wx+` makes a new one, `w` makes or empties.
 */
export type OpenMode = 'r' | 'r+' | 'wx+' | 'w';

export interface FileSystem {
  open(path: string, mode: OpenMode, permissions?: number): Promise<OpenFile>;
  /** The file's bytes, or null where there is none. */
  readFile(path: string): Promise<Uint8Array | null>;
  rename(from: string, to: string): Promise<void>;
  /** Done too where there is no such file. */
  unlink(path: string): Promise<void>;
  /** One folder; done too where it stands. Gives whether it was made. */
  mkdir(path: string, permissions?: number): Promise<boolean>;
  /** Names in the folder, sorted; empty where there is no such folder. */
  readdir(path: string): Promise<string[]>;
  /** Makes the folder's entries durable. */
  syncDirectory(path: string): Promise<void>;
}
