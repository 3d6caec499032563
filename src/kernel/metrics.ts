/** One measured thing: what it is called, what it means, and how it stands when somebody asks. */
export type Gauge = {
  readonly name: string
  readonly help: string
  readonly labels?: readonly string[]
  readonly read: () => readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[]
}

/** What a page of metrics is sent as. */
export const METRICS_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

/** A page of all gauges in the text format of OpenMetrics, read anew each time it is asked for. */
export function metricsPage(gauges: readonly Gauge[]): () => Promise<string> {
  let page: Promise<() => Promise<string>> | undefined
  return async () => (await (page ??= open(gauges)))()
}

/** The library is loaded by the first who asks, since most installations are asked by nobody. */
async function open(gauges: readonly Gauge[]): Promise<() => Promise<string>> {
  const { Gauge: Collected, Registry } = (await import('prom-client')).default
  const registry = new Registry<'application/openmetrics-text; version=1.0.0; charset=utf-8'>()
  registry.setContentType(METRICS_TYPE)
  for (const { name, help, labels = [], read } of gauges) {
    const gauge = new Collected({
      name,
      help,
      labelNames: [...labels],
      registers: [registry],
      collect() {
        gauge.reset()
        for (const { labels: values = {}, value } of read()) gauge.set(values, value)
      },
    })
  }
  return () => registry.metrics()
}
