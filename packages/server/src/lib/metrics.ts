// Prometheus metrics, over one registry that the composition root makes and hands in.
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export type { Counter, Gauge, Histogram } from 'prom-client';

export interface Metrics {
  /** The counter of this name; made on the first call. */
  counter(name: string, help: string, labels?: readonly string[]): Counter;
  /** The gauge of this name; `collect` (first call only) sets it when it is read. */
  gauge(
    name: string,
    help: string,
    labels?: readonly string[],
    collect?: (g: Gauge) => void,
  ): Gauge;
  histogram(
    name: string,
    help: string,
    buckets: readonly number[],
    labels?: readonly string[],
  ): Histogram;
  /** Text exposition format. */
  text(): Promise<string>;
  contentType: string;
}

/** @param process_metrics also CPU, memory, event loop and garbage collection of this process */
export function createMetrics(options: { process_metrics?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.process_metrics === true) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    counter: (name, help, labels = []) =>
      (registry.getSingleMetric(name) as Counter | undefined) ??
      new Counter({ name, help, labelNames: [...labels], registers }),
    gauge: (name, help, labels = [], collect) =>
      (registry.getSingleMetric(name) as Gauge | undefined) ??
      new Gauge({
        name,
        help,
        labelNames: [...labels],
        registers,
        ...(collect && {
          collect() {
            collect(this);
          },
        }),
      }),
    histogram: (name, help, buckets, labels = []) =>
      (registry.getSingleMetric(name) as Histogram | undefined) ??
      new Histogram({ name, help, buckets: [...buckets], labelNames: [...labels], registers }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
