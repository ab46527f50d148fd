import pino from 'pino'

export type Log = pino.Logger

/** Structured log to standard error; secrets never reach it (see `redact`). */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: undefined,
      redact: {
        paths: ['password', '*.password', 'token', '*.token', 'secret', '*.secret', 'cookie', '*.cookie'],
        censor: '[kept back]',
      },
    },
    pino.destination({ dest: 2, sync: true }),
  )
}
