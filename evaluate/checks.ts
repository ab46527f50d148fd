/**
 * The checks on their written sets: `npm run -s evaluate -- checks`. For each rule `data/checks/RULE.txt` has texts that it
 * should object to (`+`) and near misses that it should not (`-`). Printed: how many of what it objected to was rightly so, how
 * many it found, and the texts it was wrong about.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { checkDraft, type Draft, rules } from '../engines/checks/index.ts'
import { report } from '../tools/evaluate.ts'

/** A line of a set as a draft: the description of a picture where the rule is about those. */
function draftOf(rule: string, said: string): Draft {
  const text = said.replaceAll('\\n', '\n')
  if (rule.startsWith('alt-')) return { text: '', language: 'en', media: [{ alt: text, file: 'a.jpg' }] }
  return { text, language: rule.endsWith('welsh') ? 'cy' : 'en', media: [] }
}

for (const { id } of rules) {
  const lines = readFileSync(path.join(import.meta.dirname, `data/checks/${id}.txt`), 'utf8').split('\n')
  const judged = lines
    .filter((line) => /^[+-] /.test(line))
    .map((line) => ({
      said: line.slice(2),
      truth: line[0] === '+',
      found: checkDraft(draftOf(id, line.slice(2))).some((finding) => finding.rule === id),
    }))
  const hits = judged.filter(({ truth }) => truth)
  const objected = judged.filter(({ found }) => found)
  const right = objected.filter(({ truth }) => truth).length
  report({
    evaluate: 'checks',
    set: `checks/${id}`,
    measure: 'precision',
    value: objected.length === 0 ? 0 : right / objected.length,
    recall: right / hits.length,
    n: judged.length,
    hits: hits.length,
    wrong: judged.filter(({ truth, found }) => truth !== found).map(({ said }) => said),
  })
}
