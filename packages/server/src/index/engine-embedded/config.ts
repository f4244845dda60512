// The engine's server settings, for a machine that it shares with the rest of Acta: few threads,
// bounded caches, no logs and tables of its own that grow.

export interface EngineSettings {
  /** Bytes that the engine may allocate in all before queries fail. */
  max_memory_bytes: number;
  /** Threads that merge parts in the background. */
  merge_threads: number;
}

export const ENGINE_SETTINGS: EngineSettings = {
  max_memory_bytes: 1024 * 1024 * 1024,
  merge_threads: 2,
};

const MIB = 1024 * 1024;

/** Parts that are merged again soon are compressed lightly, the others well. */
const COMPRESSION = `  <compression>
    <case>
      <min_part_size>${12 * MIB}</min_part_size>
      <min_part_size_ratio>0</min_part_size_ratio>
      <method>zstd</method>
      <level>1</level>
    </case>
  </compression>`;

/** ClickHouse's configuration file, as XML. */
export function engineConfig(settings: EngineSettings): string {
  const values: Record<string, number> = {
    max_server_memory_usage: settings.max_memory_bytes,
    max_server_memory_usage_to_ram_ratio: 0,
    mark_cache_size: 64 * MIB,
    index_mark_cache_size: 32 * MIB,
    primary_index_cache_size: 32 * MIB,
    uncompressed_cache_size: 0,
    index_uncompressed_cache_size: 0,
    text_index_tokens_cache_size: 32 * MIB,
    text_index_header_cache_size: 32 * MIB,
    text_index_postings_cache_size: 32 * MIB,
    query_condition_cache_size: 16 * MIB,
    compiled_expression_cache_size: 8 * MIB,
    parquet_metadata_cache_size: MIB,
    mmap_cache_size: 64,
    background_pool_size: settings.merge_threads,
    background_schedule_pool_size: 2,
    // Looks at least so often whether parts that were merged can go, also after a long quiet.
    background_processing_pool_task_sleep_seconds_when_no_work_max: 10,
    background_common_pool_size: 1,
    background_move_pool_size: 1,
    background_fetches_pool_size: 1,
    max_thread_pool_size: 200,
    max_io_thread_pool_size: 8,
    max_parts_cleaning_thread_pool_size: 2,
    max_active_parts_loading_thread_pool_size: 4,
    max_outdated_parts_loading_thread_pool_size: 2,
  };
  const lines = Object.entries(values).map(([name, value]) => `  <${name}>${value}</${name}>`);
  return `<clickhouse>\n${lines.join('\n')}\n${COMPRESSION}\n</clickhouse>\n`;
}
