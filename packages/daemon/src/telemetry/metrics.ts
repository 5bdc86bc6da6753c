// What the daemon counts, for `/metrics`: its own figures beside those of the process.

import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export interface Metrics {
  /** A family of figures, read when somebody looks: `parley_cache{kind="hits"} 12`. */
  watch(name: string, help: string, read: () => Readonly<Record<string, number>>): void;
  /** In Prometheus' text format. */
  render(): Promise<string>;
  readonly contentType: string;
}

/** @param isProcess false leaves out the figures of the process, whose observers live as long as it does. */
export function createMetrics({ isProcess = true }: { isProcess?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (isProcess) collectDefaultMetrics({ register: registry });
  return {
    watch(name, help, read) {
      registry.removeSingleMetric(name);
      new Gauge({
        name,
        help,
        labelNames: ['kind'],
        registers: [registry],
        collect() {
          for (const [kind, value] of Object.entries(read())) this.set({ kind }, value);
        },
      });
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
