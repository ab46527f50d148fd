/**
 * The listening language: text becomes a tree (`parseQuery`); a tree becomes a matcher over the stream (`Matcher`) and SQL
 * over the archive (`toSql` on the `toVector` of each post), and the two agree with `matches` on every post.
 */
export { describe, privateFrom } from './describe.ts'
export { type Document, type LabelFacts, type PostFacts, toDocument } from './document.ts'
export { highlights, type Span } from './highlights.ts'
export { Matcher, type MatcherOptions } from './matcher.ts'
export { matches } from './matches.ts'
export { type ParsedQuery, type ParseOptions, parseQuery } from './parse.ts'
export { type Sql, toSql } from './sql.ts'
export { type Field, type Item, lowerAscii, type Phrase, type Problem, type Query } from './tree.ts'
export { toVector } from './vector.ts'
