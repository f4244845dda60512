/** Actions of the catalogue, each with the event types that stand for it, blank-separated. */
export type AuditTable = Readonly<Record<string, string>>;

/** Event type to action. */
export function typesOf(...tables: readonly AuditTable[]): ReadonlyMap<string, string> {
  return new Map(
    tables.flatMap((table) =>
      Object.entries(table).flatMap(([action, types]) =>
        types
          .trim()
          .split(/\s+/)
          .map((type) => [type, action] as const),
      ),
    ),
  );
}
