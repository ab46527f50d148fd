import { describe, expect, test } from 'vitest'
import { BadForm, openForm } from './form-stream.ts'

/** A form as a browser sends it, in pieces of so many bytes. */
async function sent(data: FormData, piece: number): Promise<Request> {
  const whole = new Request('http://localhost/', { method: 'POST', body: data })
  const bytes = Buffer.from(await whole.arrayBuffer())
  return inPieces(bytes, whole.headers.get('content-type')!, piece)
}
function inPieces(bytes: Buffer, type: string, piece: number): Request {
  let at = 0
  const body = new ReadableStream<Uint8Array>({
    pull(out) {
      if (at >= bytes.length) return out.close()
      out.enqueue(new Uint8Array(bytes.subarray(at, at + piece)))
      at += piece
    },
  })
  return new Request('http://localhost/', {
    method: 'POST',
    headers: { 'content-type': type },
    body,
    duplex: 'half',
  } as RequestInit)
}
const textOf = async (stream: AsyncIterable<Uint8Array>): Promise<string> => {
  const all: Uint8Array[] = []
  for await (const chunk of stream) all.push(chunk)
  return Buffer.concat(all).toString('utf8')
}

describe('a form that is read as it comes', () => {
  const text = 'when,what\r\n\r\n--not the end\r\n2026,llifogydd “yma”\r\n'
  const form = () => {
    const data = new FormData()
    data.append('before', 'one')
    data.append('file', new File([text], 'neges "1".csv'))
    data.append('empty', '')
    data.append('columns', 'when')
    data.append('columns', 'what')
    return data
  }

  test.each([1, 7, 64, 100_000])(
    'gives the file and then the fields, in pieces of %i bytes',
    async (piece) => {
      const read = await openForm(await sent(form(), piece))
      expect(read.file?.name).toBe('neges "1".csv')
      expect(await textOf(read.file!.stream)).toBe(text)
      const fields = await read.fields()
      expect([...fields]).toEqual([
        ['before', 'one'],
        ['empty', ''],
        ['columns', 'when'],
        ['columns', 'what'],
      ])
    },
  )

  test('lets a file go that nobody reads to its end', async () => {
    const read = await openForm(await sent(form(), 5))
    for await (const _ of read.file!.stream) break
    expect((await read.fields()).getAll('columns')).toEqual(['when', 'what'])
    expect((await read.fields()).get('before')).toBe('one')
  })

  test('says that no file was chosen', async () => {
    const data = new FormData()
    data.append('file', new File([], ''))
    data.append('good', 'yes')
    const read = await openForm(await sent(data, 9))
    expect(read.file).toBeNull()
    expect((await read.fields()).get('good')).toBe('yes')
  })

  test('is refused when it breaks off, is no form, or has too much in a field', async () => {
    const whole = new Request('http://localhost/', { method: 'POST', body: form() })
    const type = whole.headers.get('content-type')!
    const bytes = Buffer.from(await whole.arrayBuffer())
    const broken = await openForm(inPieces(bytes.subarray(0, bytes.length - 120), type, 50))
    await expect(broken.fields()).rejects.toThrow(BadForm)
    await expect(openForm(inPieces(bytes, 'text/plain', 50))).rejects.toThrow(BadForm)
    const much = new FormData()
    much.append('text', 'x'.repeat(3_000_000))
    await expect(openForm(await sent(much, 60_000))).rejects.toThrow(BadForm)
  })
})
