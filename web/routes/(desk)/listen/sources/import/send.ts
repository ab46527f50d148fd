import type { ImportDone } from '../../../../../../server/listen/index.ts'
import type { Refusal } from '../../../../../../server/platform/result.ts'

export interface Progress {
  stage: 'sending' | 'checking' | 'taking'
  /** Share of the file that this stage is through with, 0 to 1. */
  share: number
  rows: number
}

export type Ended = { done: ImportDone } | { refusal: Refusal } | { failed: true }

/** How much of a file its shape is told by. */
const HEAD = 262_144

/** The beginning of a file under its name: to see its columns nobody need wait for all of it. */
export const headOf = (file: File): File => new File([file.slice(0, HEAD)], file.name)

/** Longer than this an address is refused on its way; the form takes files of that many columns. */
const LONGEST_QUERY = 8_000
export const canSend = (asked: URLSearchParams): boolean => asked.toString().length <= LONGEST_QUERY

/** What stands in the query: everything of the form but the file. */
export function askedOf(data: FormData, file: File): URLSearchParams {
  const asked = new URLSearchParams()
  for (const [name, value] of data)
    if (name !== 'file' && typeof value === 'string') asked.append(name, value)
  asked.set('name', file.name)
  return asked
}

/**
 * Sends a file and tells how far it is: bytes on the way out, then rows as the server reads them. `fetch` cannot say how
 * much of a body has gone.
 */
export function sendFile(
  file: File,
  asked: URLSearchParams,
  tell: (progress: Progress) => void,
): Promise<Ended> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    let read = 0
    let last: Ended = { failed: true }
    const heed = () => {
      const end = request.responseText.lastIndexOf('\n')
      if (end < read) return
      for (const line of request.responseText.slice(read, end).split('\n').filter(Boolean)) {
        const said = JSON.parse(line) as Ended | { stage: Progress['stage']; bytes: number; rows: number }
        if ('stage' in said)
          tell({ stage: said.stage, share: Math.min(1, said.bytes / file.size), rows: said.rows })
        else last = said
      }
      read = end + 1
    }
    request.upload.onprogress = ({ loaded, total }) =>
      tell({ stage: 'sending', share: total > 0 ? loaded / total : 0, rows: 0 })
    request.onprogress = () => {
      if (request.status === 200) heed()
    }
    request.onload = () => {
      if (request.status === 200) heed()
      else last = refusalIn(request.responseText)
      resolve(last)
    }
    request.onerror = () => resolve({ failed: true })
    request.open('POST', `/listen/sources/import/take?${asked}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.send(file)
  })
}

function refusalIn(text: string): Ended {
  try {
    const { refusal } = JSON.parse(text) as { refusal?: Refusal }
    return refusal ? { refusal } : { failed: true }
  } catch {
    return { failed: true }
  }
}
