import type { Document } from './document.ts'
import { matches } from './matches.ts'
import type { Query } from './tree.ts'

export interface MatcherOptions {
  /** How often a word occurs, per thousand posts. */
  frequency?: (word: string) => number
}

/** All standing searches at once. */
export class Matcher {
  private readonly trees = new Map<string, Query>()

  get size(): number {
    return this.trees.size
  }

  set(id: string, tree: Query): void {
    this.trees.set(id, tree)
  }

  remove(id: string): void {
    this.trees.delete(id)
  }

  match(document: Document): string[] {
    const found: string[] = []
    for (const [id, tree] of this.trees) if (matches(tree, document)) found.push(id)
    return found
  }
}
