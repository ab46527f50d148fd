import { keepTyped } from './ui/typed.ts'

export const init = (): void => keepTyped()
