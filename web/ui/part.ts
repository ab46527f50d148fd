import type { Snippet } from 'svelte'

/** What stands in a slot of a component: words, or words with settings, or markup as a snippet. */
export type Part =
  | string
  | {
      text?: string
      html?: Snippet
      classes?: string
      isPageHeading?: boolean
      visuallyHiddenText?: string | null
      attributes?: Attributes
    }

/** Further attributes for the element that carries the component's class. */
export type Attributes = Record<string, string | number | boolean | null | undefined>

export interface FormGroup {
  classes?: string
  attributes?: Attributes
  beforeInput?: Part
  afterInput?: Part
  beforeInputs?: Part
  afterInputs?: Part
}

export interface FieldsetSettings {
  legend?: Part
  classes?: string
  describedBy?: string
  role?: 'group'
  attributes?: Attributes
}

/** One box or button of a group; `divider` makes it the word between two. */
export interface Choice {
  value?: string
  text?: string
  html?: Snippet
  id?: string
  name?: string
  hint?: Part
  checked?: boolean
  disabled?: boolean
  divider?: string
  behaviour?: string
  label?: { classes?: string; attributes?: Attributes }
  /** Shown only while this choice is made; without JavaScript always shown. */
  conditional?: { html?: Snippet }
  attributes?: Attributes
}

/** Class names joined; what is absent leaves no space. */
export const names = (...all: (string | false | null | undefined)[]): string => all.filter(Boolean).join(' ')

/** Ids joined for aria-describedby; undefined when there are none. */
export const ids = (...all: (string | false | null | undefined)[]): string | undefined =>
  names(...all) || undefined

const settings = (part: Part | undefined) => (typeof part === 'object' ? part : undefined)
export const classesOf = (part: Part | undefined): string | undefined => settings(part)?.classes
export const attributesOf = (part: Part | undefined): Attributes | undefined => settings(part)?.attributes
export const isEmpty = (part: Part | null | undefined): boolean =>
  !part || (typeof part === 'object' && !part.text && !part.html)
