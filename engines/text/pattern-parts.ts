/**
 * The parts of a regular expression, as far as it takes to say what a text must hold to match: what is not told apart here
 * (`any`) is taken for anything, so that what is said of a text is never too much.
 */
export type Part =
  | { is: 'any' }
  /** Nothing of the text, whatever is looked at. */
  | { is: 'nothing' }
  | { is: 'edge' }
  /** One of some signs, as `foldSign` gives them. */
  | { is: 'sign'; signs: string[] }
  | { is: 'all'; parts: Part[] }
  | { is: 'either'; parts: Part[] }
  | { is: 'times'; part: Part; least: number; most: number }

/** Stands for every sign above ASCII, and for several of them in a row. */
export const FOREIGN = '\u0002'

/** A sign as texts are compared: small letters, one figure for all, one sign for all that is not ASCII. */
export function foldSign(sign: string): string {
  if (sign > '\u007f') return FOREIGN
  const small = sign.toLowerCase()
  return small >= '0' && small <= '9' ? '0' : small
}

/** More signs than this in brackets are taken for anything. */
const MOST_SIGNS = 8
const any: Part = { is: 'any' }
const nothing: Part = { is: 'nothing' }

export function partsOf(source: string): Part {
  const points = [...source]
  let at = 0

  const either = (): Part => {
    const parts = [all()]
    while (points[at] === '|') {
      at++
      parts.push(all())
    }
    return parts.length === 1 ? parts[0]! : { is: 'either', parts }
  }

  const all = (): Part => {
    const parts: Part[] = []
    while (at < points.length && points[at] !== '|' && points[at] !== ')') parts.push(counted(one()))
    return { is: 'all', parts }
  }

  const one = (): Part => {
    const point = points[at++]!
    if (point === '(') return group()
    if (point === '[') return brackets()
    if (point === '\\') return escaped(points[at++]!)
    if (point === '.') return any
    if (point === '^' || point === '$') return nothing
    return { is: 'sign', signs: [foldSign(point)] }
  }

  const group = (): Part => {
    let looks = false
    if (points[at] === '?') {
      const head = points.slice(at + 1, at + 3).join('')
      if (head[0] === ':') at += 2
      else if (head[0] === '=' || head[0] === '!') at += 2
      else if (head === '<=' || head === '<!') at += 3
      else throw new Error(`a group that is not known: (?${head}`)
      looks = head[0] !== ':'
    }
    const inner = either()
    at++
    return looks ? nothing : inner
  }

  const escaped = (letter: string): Part => {
    if (letter === 'b') return { is: 'edge' }
    if (letter === 'B') return nothing
    if (letter === 'd') return { is: 'sign', signs: ['0'] }
    if (letter === 'n') return { is: 'sign', signs: ['\n'] }
    if (letter === 'p' || letter === 'P') {
      const from = at
      while (points[at++] !== '}');
      // None of these is ASCII; among letters and the like some are.
      if (points.slice(from, at).join('') === '{Extended_Pictographic}' && letter === 'p')
        return { is: 'sign', signs: [FOREIGN] }
      return any
    }
    return /[a-z0-9]/i.test(letter) ? unknown(letter) : { is: 'sign', signs: [foldSign(letter)] }
  }

  const unknown = (letter: string): Part => {
    if (letter === 'u') at += points[at] === '{' ? points.indexOf('}', at) - at + 1 : 4
    else if (letter === 'x') at += 2
    return any
  }

  const brackets = (): Part => {
    const signs = new Set<string>()
    let wide = points[at] === '^'
    let before = ''
    for (; points[at] !== ']'; at++) {
      let point = points[at]!
      if (point === '-' && before !== '' && points[at + 1] !== ']') {
        const until = points[++at]!
        if (until === '\\' || until.codePointAt(0)! - before.codePointAt(0)! > 40) wide = true
        else
          for (let c = before.codePointAt(0)!; c <= until.codePointAt(0)!; c++)
            signs.add(foldSign(String.fromCodePoint(c)))
        before = ''
        continue
      }
      if (point === '\\') {
        point = points[++at]!
        if (point === 'd') point = '0'
        else if (point === 'n') point = '\n'
        else if (/[a-z0-9]/i.test(point)) {
          wide = true
          if (point === 'p' || point === 'P') while (points[at] !== '}') at++
        }
      }
      before = point
      signs.add(foldSign(point))
    }
    at++
    return wide || signs.size > MOST_SIGNS ? any : { is: 'sign', signs: [...signs] }
  }

  const counted = (part: Part): Part => {
    let [least, most] = [1, 1]
    const point = points[at]
    if (point === '*' || point === '+' || point === '?') {
      at++
      least = point === '+' ? 1 : 0
      most = point === '?' ? 1 : Number.POSITIVE_INFINITY
    } else if (point === '{') {
      const shut = points.indexOf('}', at)
      const [from, to] = points
        .slice(at + 1, shut)
        .join('')
        .split(',')
      at = shut + 1
      least = Number(from)
      most = to === undefined ? least : to === '' ? Number.POSITIVE_INFINITY : Number(to)
    } else return part
    if (points[at] === '?') at++
    return { is: 'times', part, least, most }
  }

  const whole = either()
  if (at < points.length) throw new Error(`a pattern that is not understood: ${source}`)
  return whole
}
