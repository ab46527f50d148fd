/** Outbound requests that cannot be talked into reaching the inside of the house. */
export type SafeFetch = (url: string, options?: SafeFetchOptions) => Promise<SafeResponse>

export interface SafeFetchOptions {
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Bytes after decompression; the request fails with `too-large` past it. Default 1 MiB. */
  maxBytes?: number
  /** Whole request, redirects included. Default 10,000 ms. */
  timeoutMs?: number
  signal?: AbortSignal
}

export interface SafeResponse {
  status: number
  headers: Headers
  /** Where the answer came from, after redirects. */
  url: string
  bytes: Uint8Array
  text(): string
  json(): unknown
}

export type SafeSocket = (
  url: string,
  options?: { headers?: Record<string, string>; maxFrameBytes?: number },
) => Promise<FrameStream>

export interface FrameStream extends AsyncIterable<string> {
  send(text: string): void
  close(): void
}
