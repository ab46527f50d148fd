/* A form with one file in it, read as it comes (RFC 7578): neither the file nor the form is ever whole in memory. */

export interface StreamedForm {
  /** The first file that was chosen; null when there is none. */
  file: { name: string; stream: AsyncIterable<Uint8Array> } | null
  /** Every field, once the rest of the form is read; what is left of the file is let go. */
  fields(): Promise<FormData>
}

/** Not a form, broken off, or with more in its fields than a form of ours can have. */
export class BadForm extends Error {
  override name = 'BadForm'
}

const MOST_HEAD = 16 * 1024
const MOST_FIELDS = 2 * 1024 * 1024

/** Reads up to the first file, or to the end. Throws `BadForm`. */
export async function openForm(request: Request): Promise<StreamedForm> {
  const type = request.headers.get('content-type') ?? ''
  const boundary = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(type)
  if (!boundary || !request.body) throw new BadForm('This is not a form with a file.')
  const parts = new Parts(request.body, (boundary[1] ?? boundary[2])!)
  const fields = new FormData()
  let room = MOST_FIELDS
  async function read(untilFile: boolean): Promise<{ name: string } | null> {
    for (let head = await parts.next(); head !== null; head = await parts.next()) {
      if (head.file !== null && head.file !== '' && untilFile) return { name: head.file }
      if (head.file !== null) continue
      const bytes: Uint8Array[] = []
      for await (const chunk of parts.body()) {
        room -= chunk.length
        if (room < 0) throw new BadForm('There is too much in this form.')
        bytes.push(chunk)
      }
      fields.append(head.name, Buffer.concat(bytes).toString('utf8'))
    }
    return null
  }
  const file = await read(true)
  let rest: Promise<FormData> | null = null
  return {
    file: file && { name: file.name, stream: parts.body() },
    fields() {
      rest ??= (file ? read(false) : Promise.resolve()).then(() => fields)
      return rest
    },
  }
}

/** The parts of a body, one after the other. Bytes that nobody asks for are passed over. */
class Parts {
  readonly #from: AsyncIterator<Uint8Array>
  readonly #delimiter: Buffer
  /** A line end before the first delimiter, so that it looks like all others. */
  #held: Buffer = Buffer.from('\r\n')
  #inBody = true

  constructor(body: ReadableStream<Uint8Array>, boundary: string) {
    this.#from = body[Symbol.asyncIterator]()
    this.#delimiter = Buffer.from(`\r\n--${boundary}`)
  }

  /** The head of the next part; null at the end of the form. */
  async next(): Promise<{ name: string; file: string | null } | null> {
    for await (const _ of this.body());
    await this.#hold(2)
    if (this.#held.subarray(0, 2).toString() === '--') {
      // What stands after the last part is nobody's.
      while (await this.#more()) this.#held = Buffer.alloc(0)
      return null
    }
    let end = this.#held.indexOf('\r\n\r\n')
    while (end < 0) {
      if (this.#held.length > MOST_HEAD) throw new BadForm('A part of this form does not say what it is.')
      if (!(await this.#more())) throw new BadForm('The form broke off.')
      end = this.#held.indexOf('\r\n\r\n')
    }
    const head = this.#held.subarray(0, end).toString('utf8')
    this.#held = this.#held.subarray(end + 4)
    this.#inBody = true
    const name = valueIn(head, 'name')
    if (name === null) throw new BadForm('A part of this form has no name.')
    return { name, file: valueIn(head, 'filename') }
  }

  async *body(): AsyncGenerator<Uint8Array> {
    while (this.#inBody) {
      const at = this.#held.indexOf(this.#delimiter)
      const certain = at >= 0 ? at : Math.max(0, this.#held.length - this.#delimiter.length + 1)
      const chunk = this.#held.subarray(0, certain)
      this.#held = this.#held.subarray(at >= 0 ? at + this.#delimiter.length : certain)
      if (at >= 0) this.#inBody = false
      if (chunk.length > 0) yield chunk
      if (at < 0 && !(await this.#more())) throw new BadForm('The form broke off.')
    }
  }

  async #hold(bytes: number): Promise<void> {
    while (this.#held.length < bytes) if (!(await this.#more())) throw new BadForm('The form broke off.')
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#from.next()
    if (done) return false
    this.#held = this.#held.length === 0 ? Buffer.from(value) : Buffer.concat([this.#held, value])
    return true
  }
}

/** A value of Content-Disposition; browsers write quotes and line ends in it as %22, %0D and %0A. */
function valueIn(head: string, key: string): string | null {
  const line = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? ''
  const found = new RegExp(`;\\s*${key}="([^"]*)"`, 'i').exec(line)?.[1]
  return found?.replace(/%(22|0D|0A)/gi, decodeURIComponent) ?? null
}
