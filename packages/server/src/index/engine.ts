/** Where an engine answers ClickHouse's HTTP interface. */
export interface EngineAddress {
  url: string;
  username: string;
  password: string;
  /** A folder of this machine that the engine reads insertions from: no bytes go over HTTP then. */
  insert_dir?: string;
}

/** An engine, embedded or remote. */
export interface EngineHandle {
  /** Resolves once it answers; a new promise after each restart. */
  address(): Promise<EngineAddress>;
  /** Process id of an embedded engine. */
  pid(): number | undefined;
  stop(): Promise<void>;
}
