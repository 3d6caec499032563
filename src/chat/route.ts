/** One request as it came over the wire, its body untouched so that signatures can be checked. */
export type RouteRequest = {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** Names in lower case; a repeated header is joined with ", ". */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly rawBody: Buffer
  /** Aborts when the client has gone or the server closes: what is still being answered may stop. */
  readonly signal?: AbortSignal
}

export type RouteAnswer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** What is given piece by piece is sent as it comes. It is to end when the request's signal aborts; to HEAD it is never begun. */
  readonly body?: string | Buffer | AsyncIterable<string>
}

/** One address that a surface answers at on the shared server. What `handle` throws is logged once and shown as a 500. */
export type Route = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** A longer body is refused with 413 before `handle` sees it; 1 MiB unless said. */
  readonly maxBytes?: number
  handle(request: RouteRequest): Promise<RouteAnswer> | RouteAnswer
}
