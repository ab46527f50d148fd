// The whole sweep: every text in some field of every form (the short tier takes a quarter of the turns).
import './bad-input.test.ts'
