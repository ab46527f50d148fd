/**
 * Multinomial naive Bayes over a text's words, add-one, the plain baseline that stands beside a model trained on the
 * same posts (McCallum and Nigam 1998). Answers which of two classes a text belongs to.
 */
export function wordsAlone(texts: { text: string; label: boolean }[]): (text: string) => boolean {
  const counts = new Map<string, [number, number]>()
  const totals: [number, number] = [0, 0]
  const many: [number, number] = [0, 0]
  for (const { text, label } of texts) {
    const kind = label ? 1 : 0
    many[kind]++
    for (const word of wordsOf(text)) {
      const known = counts.get(word) ?? [0, 0]
      known[kind]++
      totals[kind]++
      counts.set(word, known)
    }
  }
  const share = ([no, yes]: [number, number]) =>
    Math.log((yes + 1) / (totals[1] + counts.size)) - Math.log((no + 1) / (totals[0] + counts.size))
  return (text) =>
    wordsOf(text).reduce(
      (sum, word) => {
        const known = counts.get(word)
        return known ? sum + share(known) : sum
      },
      Math.log(many[1] / many[0]),
    ) > 0
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
