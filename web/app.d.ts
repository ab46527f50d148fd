import type { IncomingMessage } from 'node:http'
import type { App as Desk } from '../server/app.ts'
import type { Ctx, Organisation, Person } from '../server/platform/context.ts'
import type { SignedIn } from '../server/platform/identity/index.ts'
import type { Density, Theme } from './look.ts'
import type { Language, Words } from './words/index.ts'

declare global {
  namespace App {
    interface Error {
      status: number
      message: string
      /** What the log calls this failure, for the person to read out. */
      reference?: string
    }
    interface Locals {
      app: Desk
      /** Null until somebody is signed in. */
      ctx: Ctx | null
      person: Person | null
      organisation: Organisation | null
      session: SignedIn['session'] | null
      signedIn: SignedIn | null
      nonce: string
      /** The status of a page that shows what was wrong with what was asked. */
      status?: number
      look: { language: Language; theme: Theme; density: Density }
    }
    interface PageData {
      words?: Words
      language: Language
      /** When the page was made; times are said against it. */
      now?: Date
      timeZone?: string
    }
    interface Platform {
      req: IncomingMessage & { folkmoot?: Desk }
    }
  }
}
