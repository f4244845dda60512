// Limits of one event. Lengths count UTF-16 code units, as JavaScript and JSON Schema count them.

export interface EventLimits {
  /** Ids, names, e-mail addresses, and other one-line values. */
  text_max_length: number;
  /** Reasons, user agents, paths, links, header values. */
  long_text_max_length: number;
  /** Types, names of fields and labels. */
  word_max_length: number;
  /** The source's own record. */
  raw_max_length: number;
  /** Items of `targets`, `changes`, `roles` and `approved_by`. */
  list_max_items: number;
  /** Members of `labels` and of `context.request.headers`. */
  map_max_members: number;
  /** Levels of `actor.on_behalf_of` and `target.parent`. */
  chain_max_depth: number;
  /** Levels of a JSON value in `changes[].from` and `.to`. */
  value_max_depth: number;
  /** Values, members and items in all in one JSON value of `changes`. */
  value_max_nodes: number;
}

export const eventLimits: Readonly<EventLimits> = {
  text_max_length: 1_024,
  long_text_max_length: 8_192,
  word_max_length: 128,
  raw_max_length: 26_214_400, // 25 MiB: the largest delivery that GitHub sends
  list_max_items: 256,
  map_max_members: 64,
  chain_max_depth: 4,
  value_max_depth: 16,
  value_max_nodes: 10_000,
};
