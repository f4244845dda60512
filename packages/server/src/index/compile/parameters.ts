/** Types of bound parameters, as ClickHouse names them. */
export type ParameterType = 'String' | 'Int64' | 'UInt64' | 'UInt8' | 'UUID' | 'Array(String)';

/** Collects values beside the SQL; the SQL only ever holds their places. */
export interface Parameters {
  /** Binds a value and gives its place in the SQL. */
  bind(value: string | number | bigint | string[], type: ParameterType): string;
  /** Everything bound so far, by name. */
  values(): Record<string, unknown>;
}

/** An empty set of parameters. */
export function createParameters(): Parameters {
  const values: Record<string, unknown> = {};
  let count = 0;
  return {
    bind(value, type) {
      const name = `p${count}`;
      count += 1;
      values[name] = typeof value === 'bigint' ? value.toString() : value;
      return `{${name}:${type}}`;
    },
    values: () => values,
  };
}
